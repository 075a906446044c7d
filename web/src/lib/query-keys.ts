/** Every key of the query cache. The event stream writes under the same keys that screens read. */
export const queryKeys = {
  me: ['me'] as const,
  sites: ['sites'] as const,
  types: ['types'] as const,
  summary: ['summary'] as const,
  transitions: ['transitions'] as const,
  brokers: ['brokers'] as const,
  ready: ['ready'] as const,
  discovered: ['discovered'] as const,
  users: ['users'] as const,
  refusals: ['refusals'] as const,
  devicePages: ['device-pages'] as const,
  devicePage: (filter: object, sort: string, block: number) => ['device-pages', filter, sort, block] as const,
  stateCount: (filter: object, state: string) => ['state-count', filter, state] as const,
  deviceSearch: (text: string) => ['device-search', text] as const,
  devices: ['device'] as const,
  device: (id: string) => ['device', id] as const,
};
