import { Link } from '@tanstack/react-router';
import { PageHead } from '@/components/page-head';
import { useText } from '@/lib/i18n';

export function NotFoundPage() {
  const { t } = useText();
  return (
    <>
      <PageHead title={t('not_found.title')} text={t('not_found.text')} />
      <Link to="/" className="button">
        {t('not_found.back')}
      </Link>
    </>
  );
}
