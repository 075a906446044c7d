import { useEffect, useState } from 'react';
import { Icon } from '@/components/icon';
import { useText } from '@/lib/i18n';
import styles from './copy-button.module.css';

const confirmFor = 2_000;

/** Copies a text; the name of the button says what, and then that it is done. */
export function CopyButton({ value }: { value: string }) {
  const { t } = useText();
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), confirmFor);
    return () => clearTimeout(timer);
  }, [copied]);

  // The clipboard exists only on https and localhost.
  if (!navigator.clipboard) return null;
  const copy = () => navigator.clipboard.writeText(value).then(() => setCopied(true));
  return (
    <>
      <button
        type="button"
        className={styles.button}
        aria-label={t('copy.action', { value })}
        title={t('copy.title')}
        data-copied={copied}
        onClick={copy}
      >
        <Icon name={copied ? 'check' : 'copy'} size={14} />
      </button>
      <span role="status" className="visually-hidden">
        {copied ? t('copy.done') : ''}
      </span>
    </>
  );
}
