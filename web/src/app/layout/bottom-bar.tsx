import { Link } from '@tanstack/react-router';
import { navEntries } from '@/app/layout/nav-entries';
import { Icon } from '@/components/icon';
import { useText } from '@/lib/i18n';
import styles from './bottom-bar.module.css';

const onBar = ['overview', 'devices', 'discovered', 'health'];

/** Four pages and "more", under the thumb. */
export function BottomBar({ onMore }: { onMore: () => void }) {
  const { t } = useText();
  return (
    <nav className={styles.bar} aria-label={t('nav.title')}>
      {navEntries
        .filter(({ name }) => onBar.includes(name))
        .map(({ to, name }) => (
          <Link
            key={name}
            to={to}
            className={styles.entry}
            activeOptions={{ exact: to === '/', includeSearch: false }}
          >
            <Icon name={name} size={20} />
            <span>{t(`nav.${name}`)}</span>
          </Link>
        ))}
      <button type="button" className={styles.entry} aria-haspopup="dialog" onClick={onMore}>
        <Icon name="more" size={20} />
        <span>{t('nav.more')}</span>
      </button>
    </nav>
  );
}
