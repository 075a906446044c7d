import * as v from 'valibot';

// What the server may answer, checked at run time. The names are those of docs/api/openapi.yaml, and
// api-schemas.check.ts makes the compiler compare both, so neither can change alone.

const time = v.pipe(v.string(), v.isoTimestamp());
const maybeTime = v.nullable(time);
const maybeText = v.nullable(v.string());
const count = v.pipe(v.number(), v.integer());

export const presences = ['online', 'late', 'missing', 'never_seen', 'unobserved', 'excluded'] as const;
export const presence = v.picklist(presences);
export type Presence = v.InferOutput<typeof presence>;

export const problem = v.object({
  type: v.literal('about:blank'),
  title: v.string(),
  status: count,
  reason: v.string(),
  field: v.optional(v.string()),
  allowed: v.optional(v.string()),
  request_id: v.string(),
});

export const counts = v.object({
  online: count,
  late: count,
  missing: count,
  never_seen: count,
  unobserved: count,
  excluded: count,
  total: count,
});
export type Counts = v.InferOutput<typeof counts>;

export const roles = ['viewer', 'operator', 'administrator'] as const;
export const role = v.picklist(roles);
export type Role = v.InferOutput<typeof role>;

export const me = v.object({
  name: v.string(),
  role,
  csrf_token: v.string(),
  instance: v.string(),
  version: v.string(),
  demonstration: v.boolean(),
});
export type Me = v.InferOutput<typeof me>;

export const user = v.object({ name: v.string(), role, created_at: time, last_login_at: maybeTime });
export type User = v.InferOutput<typeof user>;
export const userList = v.object({ items: v.array(user) });

const room = v.object({ id: v.string(), name: v.string(), topic: v.string(), floor_id: maybeText });
const floor = v.object({ id: v.string(), name: v.string(), position: count });
const building = v.object({
  id: v.string(),
  name: v.string(),
  topic: v.string(),
  latitude: v.nullable(v.number()),
  longitude: v.nullable(v.number()),
  floors: v.array(floor),
  rooms: v.array(room),
});
export type Building = v.InferOutput<typeof building>;

export const site = v.object({
  id: v.string(),
  name: v.string(),
  code: v.string(),
  topic_prefix: v.string(),
  time_zone: v.string(),
  latitude: v.nullable(v.number()),
  longitude: v.nullable(v.number()),
  interval_s: v.nullable(count),
  buildings: v.array(building),
});
export type Site = v.InferOutput<typeof site>;
export const siteList = v.object({ revision: count, items: v.array(site) });
export type SiteList = v.InferOutput<typeof siteList>;

export const connectivity = v.picklist(['mqtt', 'lorawan', 'other']);
export const deviceType = v.object({
  id: v.string(),
  name: v.string(),
  connectivity,
  interval_s: v.nullable(count),
  interval_min_s: count,
  interval_max_s: count,
});
export const typeList = v.object({ items: v.array(deviceType) });
export type DeviceType = v.InferOutput<typeof deviceType>;

const placeCounts = v.object({ id: v.string(), counts });
export type PlaceCounts = v.InferOutput<typeof placeCounts>;
export const summary = v.object({
  revision: count,
  counts,
  sites: v.array(placeCounts),
  buildings: v.array(placeCounts),
  discovered: count,
});
export type Summary = v.InferOutput<typeof summary>;

const identifier = v.object({ kind: v.picklist(['mac', 'dev_eui', 'free']), value: v.string() });
export type Identifier = v.InferOutput<typeof identifier>;

const rowEntries = {
  id: v.string(),
  name: v.string(),
  identifier: v.nullable(identifier),
  presence,
  exclusion: v.nullable(v.picklist(['disabled', 'planned', 'retired', 'maintenance'])),
  last_seen_at: maybeTime,
  site_id: v.string(),
  building_id: maybeText,
  room_id: maybeText,
  site: v.string(),
  building: maybeText,
  room: maybeText,
  type_id: v.string(),
  type: v.string(),
  connectivity,
  firmware: maybeText,
};
export const deviceRow = v.object(rowEntries);
export type DeviceRow = v.InferOutput<typeof deviceRow>;
export const devicePage = v.object({
  revision: count,
  total: count,
  offset: count,
  items: v.array(deviceRow),
});
export type DevicePage = v.InferOutput<typeof devicePage>;

const presenceInterval = v.object({
  presence,
  since: time,
  until: maybeTime,
  seen_in: v.picklist(['live', 'backlog']),
});
export type PresenceInterval = v.InferOutput<typeof presenceInterval>;
const lastMessage = v.object({
  received_at: time,
  broker: v.string(),
  topic: v.string(),
  payload: v.string(),
  sender: v.picklist(['unverified']),
});
export type LastMessage = v.InferOutput<typeof lastMessage>;

export const device = v.object({
  ...rowEntries,
  description: v.string(),
  identifiers: v.array(identifier),
  rooms: v.array(v.string()),
  life_cycle: v.picklist(['planned', 'in_service', 'retired']),
  enabled: v.boolean(),
  base_topic: maybeText,
  seen_topic: maybeText,
  interval_s: count,
  interval_origin: v.picklist(['device', 'type', 'site', 'default', 'announced']),
  interval_setting_s: count,
  announced_s: v.nullable(count),
  tolerance_s: count,
  deadline_at: maybeTime,
  last_message: v.nullable(lastMessage),
  intervals: v.array(presenceInterval),
});
export type Device = v.InferOutput<typeof device>;

const discoveredDevice = v.object({
  identifier: v.string(),
  broker: v.string(),
  topic: v.string(),
  sandbox: v.boolean(),
  first_seen_at: time,
  last_seen_at: time,
  count,
  last_payload: v.string(),
});
export const discoveredList = v.object({
  items: v.array(discoveredDevice),
  limit: count,
  forgotten: count,
  refused: count,
});
export type DiscoveredDevice = v.InferOutput<typeof discoveredDevice>;

const refusal = v.object({
  received_at: time,
  broker: v.string(),
  topic: v.string(),
  reason: v.string(),
  payload: v.string(),
});
export const refusalList = v.object({
  counts: v.array(v.object({ reason: v.string(), count })),
  items: v.array(refusal),
});
export type Refusal = v.InferOutput<typeof refusal>;

const transition = v.object({
  at: time,
  device_id: v.string(),
  name: v.string(),
  building_id: maybeText,
  place: v.string(),
  from: presence,
  to: presence,
});
export type Transition = v.InferOutput<typeof transition>;
export const transitionList = v.object({
  since: time,
  went_missing: count,
  came_back: count,
  items: v.array(transition),
});
export type TransitionList = v.InferOutput<typeof transitionList>;

const blindInterval = v.object({
  since: time,
  until: maybeTime,
  reason: v.picklist(['start', 'no_canary', 'disconnected', 'reading_stopped', 'messages_dropped']),
});
const broker = v.object({
  name: v.string(),
  state: v.picklist(['connecting', 'heard', 'blind', 'not_proven']),
  since: time,
  detail: v.string(),
  last_canary_at: maybeTime,
  blind: v.array(blindInterval),
});
export type Broker = v.InferOutput<typeof broker>;
export const brokerList = v.object({ items: v.array(broker) });
export type BrokerList = v.InferOutput<typeof brokerList>;

export const streamHello = v.object({ stream: v.string(), instance: v.string() });
export const streamSummary = v.object({
  at: time,
  revision: count,
  counts,
  sites: v.array(placeCounts),
  buildings: v.array(placeCounts),
  discovered: count,
});
export type StreamSummary = v.InferOutput<typeof streamSummary>;
export const streamRows = v.object({ items: v.array(deviceRow) });
export const streamResync = v.object({
  reason: v.picklist(['outside_ring', 'restarted', 'registry_reloaded']),
});

const dependency = v.object({
  name: v.string(),
  state: v.picklist(['ok', 'degraded', 'down']),
  since: time,
  why: v.string(),
});
export type Dependency = v.InferOutput<typeof dependency>;
export const ready = v.object({
  status: v.picklist(['ready', 'not_ready']),
  dependencies: v.array(dependency),
});
