import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { DeviceView } from '@/features/devices/components/device-view';
import { NoSuchDevice } from '@/features/devices/components/no-such-device';
import type { RangeName } from '@/features/devices/history-range';
import { readUuid } from '@/lib/uuid';

const route = getRouteApi('/signed-in/devices/$id');

export function DevicePage() {
  const params = route.useParams();
  const { range = 'day' } = route.useSearch();
  const navigate = useNavigate();
  const id = readUuid(params.id);
  if (!id) return <NoSuchDevice id={params.id} />;
  // Another range is the same page: Back leaves it, and it stays where it is.
  const onRange = (next: RangeName) =>
    navigate({
      to: '/devices/$id',
      params,
      search: next === 'day' ? {} : { range: next },
      replace: true,
      resetScroll: false,
    });
  return <DeviceView key={id} id={id} range={range} onRange={(next) => void onRange(next)} />;
}
