import { chooseLanguage, useText } from '@/lib/i18n';
import styles from './app-header.module.css';

/** Changes between the two languages at once; its name is in the language that it leads to. */
export function LanguageButton() {
  const { t, locale } = useText();
  const other = locale === 'fr' ? 'en' : 'fr';
  return (
    <button
      type="button"
      className={styles.action}
      lang={other}
      aria-label={t('language.switch')}
      title={t('language.switch')}
      onClick={() => void chooseLanguage(other)}
    >
      <span aria-hidden="true">{other.toUpperCase()}</span>
    </button>
  );
}
