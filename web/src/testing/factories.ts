import type { Broker, Counts, Device, DeviceRow, DeviceType, Me, Presence, Site } from '@/lib/api-schemas';
import { noCounts } from '@/lib/counts';

// Things with sensible values; a test names only what matters to it.

let last = 0;
export function anId(): string {
  last += 1;
  return `00000000-0000-7000-8000-${String(last).padStart(12, '0')}`;
}

export function aReader(change: Partial<Me> = {}): Me {
  return {
    name: 'ada',
    role: 'operator',
    csrf_token: 'token-1',
    instance: 'instance-1',
    version: '2.0.0',
    demonstration: false,
    ...change,
  };
}

export function aType(name = 'neOSensor'): DeviceType {
  return {
    id: anId(),
    name,
    connectivity: 'mqtt',
    interval_s: 1800,
    interval_min_s: 900,
    interval_max_s: 21_600,
  };
}

export function aSite(name: string, buildings: readonly string[]): Site {
  return {
    id: anId(),
    name,
    code: name.toUpperCase(),
    topic_prefix: '',
    time_zone: 'Europe/Paris',
    latitude: null,
    longitude: null,
    interval_s: null,
    buildings: buildings.map((building) => ({
      id: anId(),
      name: building,
      topic: building.toLowerCase(),
      latitude: null,
      longitude: null,
      floors: [],
      rooms: [{ id: anId(), name: '101', topic: '101', floor_id: null }],
    })),
  };
}

type Where = { site: Site; type: DeviceType; building?: number };

export function aDevice({ site, type, building = 0 }: Where, change: Partial<Device> = {}): Device {
  const place = site.buildings[building];
  const id = anId();
  return {
    id,
    name: `Lamp ${id.slice(-4)}`,
    identifier: { kind: 'mac', value: `30:ae:a4:0c:00:${id.slice(-2)}` },
    presence: 'online',
    exclusion: null,
    last_seen_at: new Date(Date.now() - 240_000).toISOString(),
    site_id: site.id,
    building_id: place?.id ?? null,
    room_id: place?.rooms[0]?.id ?? null,
    site: site.name,
    building: place?.name ?? null,
    room: place?.rooms[0]?.name ?? null,
    type_id: type.id,
    type: type.name,
    connectivity: type.connectivity,
    firmware: '231027',
    description: '',
    identifiers: [{ kind: 'mac', value: `30:ae:a4:0c:00:${id.slice(-2)}` }],
    rooms: [],
    life_cycle: 'in_service',
    enabled: true,
    base_topic: 'u1/101',
    seen_topic: 'u1/101',
    interval_s: 1800,
    interval_origin: 'type',
    interval_setting_s: 1800,
    announced_s: 1800,
    tolerance_s: 96,
    deadline_at: new Date(Date.now() + 1_500_000).toISOString(),
    last_message: null,
    intervals: [],
    ...change,
  };
}

export function aBroker(change: Partial<Broker> = {}): Broker {
  const since = new Date(Date.now() - 3_600_000).toISOString();
  return {
    name: 'main',
    state: 'heard',
    since,
    detail: 'connected',
    last_canary_at: since,
    blind: [],
    ...change,
  };
}

export function countsOf(devices: readonly DeviceRow[]): Counts {
  const counts: Record<Presence | 'total', number> = { ...noCounts };
  for (const { presence } of devices) counts[presence] += 1;
  counts.total = devices.length;
  return counts;
}
