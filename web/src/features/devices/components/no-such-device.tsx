import { Link } from '@tanstack/react-router';
import { PageHead } from '@/components/page-head';
import { useText } from '@/lib/i18n';
import styles from './device-page.module.css';

/** For an address, perhaps an old bookmark, that leads to no device: why, and where to go on. */
export function NoSuchDevice({ id }: { id: string }) {
  const { t } = useText();
  return (
    <>
      <PageHead title={t('device.none')} text={t('device.none.text')} />
      <p className={styles.id}>{id}</p>
      <Link to="/devices" className="button">
        {t('device.none.back')}
      </Link>
    </>
  );
}
