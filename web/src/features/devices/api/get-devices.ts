import { queryOptions } from '@tanstack/react-query';
import type { DeviceFilter, Sort } from '@/features/devices/filter';
import { api } from '@/lib/api-client';
import { devicePage } from '@/lib/api-schemas';
import type { LivePage } from '@/lib/live-cache';
import { queryKeys } from '@/lib/query-keys';
import { stringifySearch } from '@/lib/search-params';

export const blockSize = 100;

/** One block of a list. Blocks are the unit of reading and of caching. */
export const devicePageQuery = (filter: DeviceFilter, sort: Sort, block: number) =>
  queryOptions({
    queryKey: queryKeys.devicePage(filter, sort, block),
    queryFn: ({ signal }): Promise<LivePage> => {
      const search = stringifySearch({ ...filter, sort, offset: block * blockSize, limit: blockSize });
      return api.get(`/devices${search}`, { schema: devicePage, signal });
    },
    gcTime: 60_000,
  });
