import { getRouteApi } from '@tanstack/react-router';
import { DeviceView } from '@/features/devices/components/device-view';
import { NoSuchDevice } from '@/features/devices/components/no-such-device';
import { readUuid } from '@/lib/uuid';

const route = getRouteApi('/signed-in/devices/$id');

export function DevicePage() {
  const params = route.useParams();
  const id = readUuid(params.id);
  return id ? <DeviceView key={id} id={id} /> : <NoSuchDevice id={params.id} />;
}
