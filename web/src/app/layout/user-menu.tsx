import { useQuery } from '@tanstack/react-query';
import { useId, useRef } from 'react';
import { Settings } from '@/app/layout/settings';
import { SignOutButton } from '@/app/layout/sign-out-button';
import { Icon } from '@/components/icon';
import { meQuery } from '@/features/session/api/get-me';
import { useText } from '@/lib/i18n';
import header from './app-header.module.css';
import styles from './user-menu.module.css';

/** Who is signed in, the settings of this browser, and the way out. */
export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const { t } = useText();
  const { data: me } = useQuery(meQuery);
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  if (!me) return null;
  return (
    <>
      <button
        type="button"
        className={header.action}
        popoverTarget={id}
        aria-label={t('user.menu', { name: me.name })}
      >
        <Icon name="user" size={18} />
      </button>
      <div
        id={id}
        ref={panel}
        popover="auto"
        className={styles.panel}
        role="dialog"
        aria-label={t('user.title')}
      >
        <p className={styles.who}>
          <strong>{me.name}</strong>
          <span className={styles.role}>{t(`role.${me.role}`)}</span>
        </p>
        <Settings id={id} />
        <div className={styles.foot}>
          <button
            type="button"
            className="button"
            onClick={() => {
              panel.current?.hidePopover?.();
              onHelp();
            }}
          >
            {t('shortcuts.open')}
          </button>
          <SignOutButton />
        </div>
        <p className={styles.version}>{t('app.version', { version: me.version })}</p>
      </div>
    </>
  );
}
