import { PageHead } from '@/components/page-head';
import { DiscoveredView } from '@/features/discovered/components/discovered-view';
import { useText } from '@/lib/i18n';

export function DiscoveredPage() {
  const { t } = useText();
  return (
    <>
      <PageHead title={t('discovered.title')} text={t('discovered.text')} />
      <DiscoveredView />
    </>
  );
}
