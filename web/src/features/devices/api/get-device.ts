import { queryOptions } from '@tanstack/react-query';
import { api } from '@/lib/api-client';
import { device } from '@/lib/api-schemas';
import { queryKeys } from '@/lib/query-keys';

/** Everything known of one device. */
export const deviceQuery = (id: string) =>
  queryOptions({
    queryKey: queryKeys.device(id),
    queryFn: ({ signal }) => api.get(`/devices/${encodeURIComponent(id)}`, { schema: device, signal }),
  });
