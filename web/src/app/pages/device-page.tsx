import { getRouteApi } from '@tanstack/react-router';
import { DeviceView } from '@/features/devices/components/device-view';

const route = getRouteApi('/signed-in/devices/$id');

export function DevicePage() {
  const { id } = route.useParams();
  return <DeviceView key={id} id={id} />;
}
