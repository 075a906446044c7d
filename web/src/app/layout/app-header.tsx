import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Overlay } from '@/app/layout/app-layout';
import { LanguageButton } from '@/app/layout/language-button';
import { LiveIndicator } from '@/app/layout/live-indicator';
import { ThemeButton } from '@/app/layout/theme-button';
import { UserMenu } from '@/app/layout/user-menu';
import { Icon } from '@/components/icon';
import { meQuery } from '@/features/session/api/get-me';
import { useText } from '@/lib/i18n';
import styles from './app-header.module.css';

/** Product, search, live state and the reader's own things. */
export function AppHeader({ onOpen }: { onOpen: (overlay: Overlay) => void }) {
  const { t } = useText();
  const { data: me } = useQuery(meQuery);
  return (
    <header className={styles.header}>
      <Link to="/" className={styles.product} aria-label={t('app.name')}>
        <img src="/icon.svg" alt="" width={26} height={26} />
        <span className={styles.productName}>{t('app.name')}</span>
      </Link>
      {me?.demonstration && <span className={styles.demonstration}>{t('app.demonstration')}</span>}
      <button type="button" className={styles.search} aria-haspopup="dialog" onClick={() => onOpen('search')}>
        <Icon name="search" />
        <span className={styles.searchWords}>{t('search.open')}</span>
        <kbd className={styles.key}>{t('search.key')}</kbd>
      </button>
      <LiveIndicator />
      <div className={styles.actions}>
        <LanguageButton />
        <ThemeButton />
        <UserMenu onHelp={() => onOpen('help')} />
      </div>
    </header>
  );
}
