import { queryOptions } from '@tanstack/react-query';
import { api } from '@/lib/api-client';
import { siteList } from '@/lib/api-schemas';
import { queryKeys } from '@/lib/query-keys';

/** Every site with its buildings and rooms; the event stream says when they changed. */
export const sitesQuery = queryOptions({
  queryKey: queryKeys.sites,
  queryFn: ({ signal }) => api.get('/sites', { schema: siteList, signal }),
  staleTime: 300_000,
});
