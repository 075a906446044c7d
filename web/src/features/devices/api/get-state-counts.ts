import { queryOptions } from '@tanstack/react-query';
import type { DeviceFilter } from '@/features/devices/filter';
import { api } from '@/lib/api-client';
import { devicePage, type Presence } from '@/lib/api-schemas';
import { queryKeys } from '@/lib/query-keys';
import { stringifySearch } from '@/lib/search-params';

const refreshed = 10_000;

/** How many devices of a filter are in one state: the total of a list that is not read further. */
export const stateCountQuery = (filter: DeviceFilter, state: Presence, enabled: boolean) =>
  queryOptions({
    queryKey: queryKeys.stateCount(filter, state),
    queryFn: async ({ signal }) => {
      const search = stringifySearch({ ...filter, state: [state], limit: 1 });
      return (await api.get(`/devices${search}`, { schema: devicePage, signal })).total;
    },
    enabled,
    refetchInterval: refreshed,
    gcTime: 30_000,
  });
