import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Icon } from '@/components/icon';
import { useText } from '@/lib/i18n';
import styles from './dialog.module.css';

type DialogProps = { title: string; onClose: () => void; children: ReactNode; bare?: boolean };

/** A modal window: the browser keeps the focus inside, closes on Escape and gives the focus back. */
export function Dialog({ title, onClose, children, bare = false }: DialogProps) {
  const { t } = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const opener = document.activeElement;
    const element = dialog.current;
    if (element && !element.open) element.showModal?.();
    // A question begins at its field, not at the button that closes it.
    element?.querySelector<HTMLElement>('input:not([type=radio], [type=checkbox])')?.focus();
    return () => {
      element?.close?.();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; the click is on the backdrop
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={titleId}
      data-bare={bare}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className={styles.body}>
        <header className={bare ? 'visually-hidden' : styles.header}>
          <h2 id={titleId}>{title}</h2>
          {!bare && (
            <button type="button" className={styles.close} aria-label={t('dialog.close')} onClick={onClose}>
              <Icon name="close" />
            </button>
          )}
        </header>
        {children}
      </div>
    </dialog>
  );
}
