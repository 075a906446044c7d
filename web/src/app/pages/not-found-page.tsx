import { Link } from '@tanstack/react-router';
import { EmptyState } from '@/components/empty-state';
import { useText } from '@/lib/i18n';

export function NotFoundPage() {
  const { t } = useText();
  return (
    <EmptyState icon="search" title={t('not_found.title')} text={t('not_found.text')}>
      <Link to="/" className="button">
        {t('nav.overview')}
      </Link>
    </EmptyState>
  );
}
