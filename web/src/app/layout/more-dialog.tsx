import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import { Settings } from '@/app/layout/settings';
import { SignOutButton } from '@/app/layout/sign-out-button';
import { useNavEntries } from '@/app/layout/use-nav-entries';
import { Dialog } from '@/components/dialog';
import { Icon } from '@/components/icon';
import { useText } from '@/lib/i18n';
import styles from './more-dialog.module.css';

/** On a phone: every page, the settings and the way out. */
export default function MoreDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const entries = useNavEntries();
  const id = useId();
  return (
    <Dialog title={t('nav.more')} onClose={onClose}>
      <div className={styles.body}>
        <nav className={styles.pages} aria-label={t('nav.all')}>
          {entries.map(({ to, name }) => (
            <Link key={name} to={to} className={styles.page} onClick={onClose}>
              <Icon name={name} size={18} />
              {t(`nav.${name}`)}
            </Link>
          ))}
        </nav>
        <Settings id={id} />
        <SignOutButton />
      </div>
    </Dialog>
  );
}
