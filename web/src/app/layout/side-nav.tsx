import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useNavEntries } from '@/app/layout/use-nav-entries';
import { Icon } from '@/components/icon';
import { summaryQuery } from '@/features/overview/api/get-summary';
import { useText } from '@/lib/i18n';
import styles from './side-nav.module.css';

/** The pages, at the side of a desk's window. */
export function SideNav() {
  const { t, number } = useText();
  const entries = useNavEntries();
  const { data } = useQuery(summaryQuery);
  return (
    <nav className={styles.nav} aria-label={t('nav.title')}>
      {entries.map(({ to, name }) => (
        <Link
          key={name}
          to={to}
          className={styles.link}
          activeOptions={{ exact: to === '/', includeSearch: false }}
        >
          <Icon name={name} size={18} />
          <span className={styles.word}>{t(`nav.${name}`)}</span>
          {name === 'discovered' && data && data.discovered > 0 && (
            <span className={styles.badge}>{number(data.discovered)}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}
