import { PageHead } from '@/components/page-head';
import { RefusalsView } from '@/features/refusals/components/refusals-view';
import { useText } from '@/lib/i18n';

export function RefusalsPage() {
  const { t } = useText();
  return (
    <>
      <PageHead title={t('refusals.title')} text={t('refusals.text')} />
      <RefusalsView />
    </>
  );
}
