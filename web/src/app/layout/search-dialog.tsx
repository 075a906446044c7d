import { useQuery } from '@tanstack/react-query';
import { Dialog } from '@/components/dialog';
import { GlobalSearch } from '@/features/devices/components/global-search';
import { sitesQuery } from '@/features/places/api/get-sites';
import { useText } from '@/lib/i18n';

/** The search over everything, from any page. */
export default function SearchDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const { data } = useQuery(sitesQuery);
  return (
    <Dialog title={t('search.open')} onClose={onClose} bare>
      <GlobalSearch sites={data?.items ?? []} onClose={onClose} />
    </Dialog>
  );
}
