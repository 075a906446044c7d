import { createContext, use } from 'react';

/** The time zone by the id of a site or of one of its buildings; the layout fills it once the sites are known. */
export const SiteZones = createContext<ReadonlyMap<string, string>>(new Map());

export function useZone(placeId: string | null | undefined): string | undefined {
  const zones = use(SiteZones);
  return placeId ? zones.get(placeId) : undefined;
}
