import { usePaging } from '@/app/pages/use-paging';
import { PageHead } from '@/components/page-head';
import { RefusalsView } from '@/features/refusals/components/refusals-view';
import { useText } from '@/lib/i18n';

export function RefusalsPage() {
  const { t } = useText();
  const paging = usePaging('/refusals');
  return (
    <>
      <PageHead title={t('refusals.title')} text={t('refusals.text')} />
      <RefusalsView paging={paging} />
    </>
  );
}
