import { usePaging } from '@/app/pages/use-paging';
import { PageHead } from '@/components/page-head';
import { DiscoveredView } from '@/features/discovered/components/discovered-view';
import { useText } from '@/lib/i18n';

export function DiscoveredPage() {
  const { t } = useText();
  const paging = usePaging('/discovered');
  return (
    <>
      <PageHead title={t('discovered.title')} text={t('discovered.text')} />
      <DiscoveredView paging={paging} />
    </>
  );
}
