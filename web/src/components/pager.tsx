import { useText } from '@/lib/i18n';
import styles from './pager.module.css';

type PagerProps = { label: string; page: number; pages: number; onPage: (page: number) => void };

/** Which part of a long list stands below, and the way to the others. */
export function Pager({ label, page, pages, onPage }: PagerProps) {
  const { t, number } = useText();
  return (
    <nav className={styles.pager} aria-label={t('pager.title', { label })}>
      <button type="button" className="button" disabled={page === 1} onClick={() => onPage(page - 1)}>
        {t('pager.before')}
      </button>
      <span role="status">{t('pager.page', { page: number(page), pages: number(pages) })}</span>
      <button type="button" className="button" disabled={page === pages} onClick={() => onPage(page + 1)}>
        {t('pager.after')}
      </button>
    </nav>
  );
}
