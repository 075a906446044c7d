import { createContext, use } from 'react';

/** The time zone of each site by its id; the layout fills it once the sites are known. */
export const SiteZones = createContext<ReadonlyMap<string, string>>(new Map());

export function useZone(siteId: string | undefined): string | undefined {
  const zones = use(SiteZones);
  return siteId ? zones.get(siteId) : undefined;
}
