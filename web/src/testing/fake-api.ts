import type {
  Broker,
  Dependency,
  Device,
  DeviceRow,
  DeviceType,
  DiscoveredDevice,
  Me,
  Refusal,
  Site,
  Transition,
} from '@/lib/api-schemas';
import { aReader, countsOf } from '@/testing/factories';
import { FakeEventSource } from '@/testing/fake-event-source';

const rowKeys = [
  'id',
  'name',
  'identifier',
  'presence',
  'exclusion',
  'last_seen_at',
  'site_id',
  'building_id',
  'room_id',
  'site',
  'building',
  'room',
  'type_id',
  'type',
  'connectivity',
  'firmware',
] as const;

function rowOf(device: Device): DeviceRow {
  return Object.fromEntries(rowKeys.map((key) => [key, device[key]])) as DeviceRow;
}

/** A small server at the rim of the page: it keeps devices, answers requests and sends events. */
export class FakeApi {
  reader: Me | null = aReader();
  password = 'correct horse';
  sites: Site[] = [];
  types: DeviceType[] = [];
  devices: Device[] = [];
  transitions: Transition[] = [];
  brokers: Broker[] = [];
  dependencies: Dependency[] = [];
  discovered: DiscoveredDevice[] = [];
  refusals: Refusal[] = [];
  /** Answers of certain paths that fail, with the status, the reason word and what is allowed. */
  readonly failures = new Map<string, [number, string, string?]>();
  watched: string[] = [];
  readonly everWatched = new Set<string>();
  changesWithoutToken = 0;
  /** Takes requests and answers none, as a stopped process or a line that drops everything. */
  silent = false;
  private streams = 0;
  private readonly account = aReader();

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    if (this.silent) return noAnswer(init?.signal);
    const url = new URL(String(input), 'http://localhost');
    return this.answer(init?.method ?? 'GET', url.pathname.replace('/api/v1', ''), url.searchParams, init);
  };

  /** Ends the session, as an administrator or time would. */
  endSession() {
    this.reader = null;
  }

  /** Changes a device as the server would after a message: counters to all, the row to who shows it. */
  change(id: string, change: Partial<Device>) {
    this.devices = this.devices.map((device) => (device.id === id ? { ...device, ...change } : device));
    const items = this.devices.filter((device) => device.id === id && this.watched.includes(id)).map(rowOf);
    this.emit('summary', { at: new Date().toISOString(), ...this.summary() });
    if (items.length > 0) this.emit('rows', { items });
  }

  emit(name: string, data: unknown) {
    FakeEventSource.current?.emit(name, data);
  }

  /** Accepts the waiting stream. */
  greet(instance = 'instance-1') {
    this.streams += 1;
    this.emit('hello', { stream: `stream-${this.streams}`, instance });
  }

  summary() {
    const places = (key: 'site_id' | 'building_id', ids: string[]) =>
      ids.map((id) => ({ id, counts: countsOf(this.devices.filter((device) => device[key] === id)) }));
    return {
      revision: 1,
      counts: countsOf(this.devices),
      sites: places(
        'site_id',
        this.sites.map(({ id }) => id),
      ),
      buildings: places(
        'building_id',
        this.sites.flatMap(({ buildings }) => buildings.map(({ id }) => id)),
      ),
      discovered: this.discovered.length,
    };
  }

  private answer(method: string, path: string, search: URLSearchParams, init?: RequestInit): Response {
    const failure = this.failures.get(path);
    if (failure) return problem(...failure);
    if (path === '/login') return this.login(String(init?.body));
    if (path === '/health/ready') return json({ status: 'ready', dependencies: this.dependencies });
    if (!this.reader) return problem(401, 'not_signed_in');
    if (method !== 'GET' && new Headers(init?.headers).get('X-CSRF-Token') !== this.reader.csrf_token) {
      this.changesWithoutToken += 1;
      return problem(403, 'csrf_token');
    }
    if (path.endsWith('/rows')) {
      this.watched = JSON.parse(String(init?.body)).ids;
      for (const id of this.watched) this.everWatched.add(id);
      return new Response(null, { status: 204 });
    }
    if (path === '/logout') {
      this.reader = null;
      return new Response(null, { status: 204 });
    }
    return this.read(path, search);
  }

  private read(path: string, search: URLSearchParams): Response {
    const wentMissing = this.transitions.filter(({ to }) => to === 'missing').length;
    const answers: Record<string, unknown> = {
      '/me': this.reader,
      '/sites': { revision: 1, items: this.sites },
      '/types': { items: this.types },
      '/summary': this.summary(),
      '/brokers': { items: this.brokers },
      '/discovered': { items: this.discovered, limit: 1000, forgotten: 0, refused: 0 },
      '/refusals': { counts: [], items: this.refusals },
      '/transitions': {
        since: new Date(Date.now() - 3_600_000).toISOString(),
        went_missing: wentMissing,
        came_back: this.transitions.length - wentMissing,
        items: this.transitions,
      },
    };
    if (path === '/devices') return json(this.page(search));
    const device = this.devices.find(({ id }) => path === `/devices/${id}`);
    const answer = device ?? answers[path];
    return answer ? json(answer) : problem(404, 'not_found');
  }

  private page(search: URLSearchParams) {
    const within = (key: string, value: string | null) => {
      const wanted = search.getAll(key);
      return wanted.length === 0 || (value !== null && wanted.includes(value));
    };
    const text = search.get('q')?.toLowerCase().replace(/[:-]/g, '') ?? '';
    const sort = search.get('sort') ?? 'name';
    const found = this.devices
      .filter((device) => within('site', device.site_id) && within('building', device.building_id))
      .filter((device) => within('state', device.presence))
      .filter(({ name, identifier }) =>
        `${name} ${identifier?.value.replace(/[:-]/g, '')}`.toLowerCase().includes(text),
      )
      .sort((a, b) => a.name.localeCompare(b.name) * (sort.startsWith('-') ? -1 : 1));
    const offset = Number(search.get('offset') ?? 0);
    const items = found.slice(offset, offset + Number(search.get('limit') ?? 100)).map(rowOf);
    return { revision: 1, total: found.length, offset, items };
  }

  private login(body: string): Response {
    if (JSON.parse(body).password !== this.password) return problem(401, 'wrong_name_or_password');
    this.reader = this.account;
    return json(this.reader);
  }
}

function noAnswer(signal: AbortSignal | null | undefined): Promise<Response> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
}

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
}

function problem(status: number, reason: string, allowed?: string): Response {
  const body = { type: 'about:blank', title: 'refused', status, reason, allowed, request_id: 'request-7' };
  return json(body, status);
}
