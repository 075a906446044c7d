import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '@/lib/api-client';
import { devicePage } from '@/lib/api-schemas';
import { queryKeys } from '@/lib/query-keys';
import { stringifySearch } from '@/lib/search-params';

const resultsMax = 8;

/** The first devices that match a text: name, any notation of an identifier, place, type. */
export const deviceSearchQuery = (text: string) =>
  queryOptions({
    queryKey: queryKeys.deviceSearch(text),
    queryFn: async ({ signal }) => {
      const search = stringifySearch({ q: text, limit: resultsMax });
      const page = await api.get(`/devices${search}`, { schema: devicePage, signal });
      // The answer carries its question: what stands on screen stays until the next answer is there.
      return { ...page, text };
    },
    placeholderData: keepPreviousData,
    enabled: text.length > 0,
    gcTime: 30_000,
  });
