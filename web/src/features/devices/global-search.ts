import type { DeviceSearch } from '@/features/devices/filter';
import type { DeviceRow, Site } from '@/lib/api-schemas';

/** What a choice of the global search leads to. */
export type SearchChoice =
  | { kind: 'device'; key: string; row: DeviceRow }
  | { kind: 'place'; key: string; name: string; within: string; search: DeviceSearch }
  | { kind: 'all'; key: string; total: number; search: DeviceSearch };

const placesMax = 4;
const deviceAddress = /\/devices\/([0-9a-f]{8}-[0-9a-f-]{27})/i;
const labelAddress = /\/d\/([^/?#\s]+)/;

/** The identity of a device in a scanned or pasted address, if it is one. */
export function deviceInAddress(text: string): string | null {
  return deviceAddress.exec(text)?.[1] ?? null;
}

/** What to ask the server for: the code of a label's address, else the text itself. */
export function searchWords(text: string): string {
  return (labelAddress.exec(text)?.[1] ?? text).trim();
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export function placesMatching(sites: readonly Site[], text: string): SearchChoice[] {
  const wanted = fold(text);
  if (wanted === '') return [];
  const found: SearchChoice[] = [];
  for (const site of sites) {
    if (fold(site.name).includes(wanted)) {
      found.push({ kind: 'place', key: site.id, name: site.name, within: '', search: { site: [site.id] } });
    }
    for (const { id, name, rooms } of site.buildings) {
      if (fold(name).includes(wanted)) {
        found.push({ kind: 'place', key: id, name, within: site.name, search: { building: [id] } });
      }
      for (const room of rooms) {
        if (found.length >= placesMax) return found;
        if (fold(room.name) !== wanted && fold(`${name} ${room.name}`) !== wanted) continue;
        const search = { building: [id], room: [room.id] };
        found.push({ kind: 'place', key: room.id, name: `${name} ${room.name}`, within: site.name, search });
      }
    }
  }
  return found.slice(0, placesMax);
}

export function isExactPlace(choice: SearchChoice | undefined, text: string): boolean {
  return choice?.kind === 'place' && fold(choice.name) === fold(text);
}
