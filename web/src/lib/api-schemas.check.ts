import type { InferOutput } from 'valibot';
import type * as run from '@/lib/api-schemas';
import type { components } from '@/lib/schema';

// Compiles only while the run-time schemas and the types generated from the contract accept each
// other. Nothing here runs: the file is for `npm run typecheck` alone.

type Contract = components['schemas'];
type Checked = typeof run;
type Agree<Ours, Theirs> = [Ours] extends [Theirs] ? ([Theirs] extends [Ours] ? true : never) : never;
type Same<Name extends keyof Checked, Theirs> = Agree<
  Checked[Name] extends { readonly '~types'?: unknown }
    ? InferOutput<Extract<Checked[Name], Parameters<typeof import('valibot')['parse']>[0]>>
    : never,
  Theirs
>;

export const agreement: {
  problem: Same<'problem', Contract['Problem']>;
  presence: Same<'presence', Contract['Presence']>;
  counts: Same<'counts', Contract['Counts']>;
  me: Same<'me', Contract['Me']>;
  user: Same<'user', Contract['User']>;
  userList: Same<'userList', Contract['UserList']>;
  siteList: Same<'siteList', Contract['SiteList']>;
  typeList: Same<'typeList', Contract['TypeList']>;
  summary: Same<'summary', Contract['Summary']>;
  deviceRow: Same<'deviceRow', Contract['DeviceRow']>;
  devicePage: Same<'devicePage', Contract['DevicePage']>;
  device: Same<'device', Contract['Device']>;
  discoveredList: Same<'discoveredList', Contract['DiscoveredList']>;
  refusalList: Same<'refusalList', Contract['RefusalList']>;
  transitionList: Same<'transitionList', Contract['TransitionList']>;
  brokerList: Same<'brokerList', Contract['BrokerList']>;
  streamHello: Same<'streamHello', Contract['StreamHello']>;
  streamSummary: Same<'streamSummary', Contract['StreamSummary']>;
  streamRows: Same<'streamRows', Contract['StreamRows']>;
  streamResync: Same<'streamResync', Contract['StreamResync']>;
  ready: Same<'ready', Contract['Ready']>;
} = {
  problem: true,
  presence: true,
  counts: true,
  me: true,
  user: true,
  userList: true,
  siteList: true,
  typeList: true,
  summary: true,
  deviceRow: true,
  devicePage: true,
  device: true,
  discoveredList: true,
  refusalList: true,
  transitionList: true,
  brokerList: true,
  streamHello: true,
  streamSummary: true,
  streamRows: true,
  streamResync: true,
  ready: true,
};
