import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Broker, Dependency } from '@/lib/api-schemas';
import { aBroker } from '@/testing/factories';
import type { FakeApi } from '@/testing/fake-api';
import { renderApp } from '@/testing/render-app';

const lastProof = '2026-11-22T09:00:00.000Z';
const lost = '2026-11-22T09:05:30.000Z';

function aBlindBroker(api: FakeApi) {
  const blind: Broker['blind'] = [
    { since: lastProof, until: null, reason: 'no_canary' },
    { since: '1970-01-01T00:00:00.000Z', until: '2026-11-22T08:00:00.000Z', reason: 'start' },
  ];
  api.brokers = [aBroker({ state: 'blind', since: lost, detail: 'keep_alive', blind })];
}

const aDependency = (name: string, why: string): Dependency => ({ name, state: 'down', since: lost, why });

const banner = () => screen.findByText(/^Broker main: not heard/);

test('a broker that is not heard is said on every page: since the last proof, why, and what it means', async () => {
  renderApp('/devices', aBlindBroker);
  const { textContent } = await banner();
  expect(textContent).toMatch(new RegExp(`not heard since .*\\d\\d:${lastProof.slice(14, 16)}\\.`));
  expect(textContent).toContain('The check message did not come back. The broker no longer answers.');
  expect(textContent).toContain('none is declared missing meanwhile');
});

test('a connection that is made anew does not hide why the broker is not heard', async () => {
  renderApp('/devices', (api) => {
    aBlindBroker(api);
    api.brokers = api.brokers.map((broker) => ({ ...broker, detail: 'reopened' }));
  });
  expect((await banner()).textContent).toContain(
    'The check message did not come back. The connection was closed, to be made anew.',
  );
});

test('banner, panel and list of dependencies name one moment and one cause', async () => {
  renderApp('/health', (api) => {
    aBlindBroker(api);
    api.dependencies = [aDependency('broker main', 'not heard: keep_alive')];
  });
  const panel = await screen.findByRole('region', { name: 'Broker main' });
  const since = within(panel).getByText('Not heard since').closest('div')?.querySelector('time');
  const table = within(panel).getByRole('region', { name: 'Interruptions' });
  const from = within(table).getByText('ongoing').closest('tr')?.querySelector('time');
  const service = await screen.findByRole('region', { name: 'Service' });
  expect(since?.dateTime).toBe(lastProof);
  expect(from?.dateTime).toBe(lastProof);
  expect(service.querySelector('time')?.dateTime).toBe(lastProof);
  const why = 'The check message did not come back. The broker no longer answers.';
  expect(within(panel).getByText(why)).toBeDefined();
  expect(within(service).getByText(`Not heard. ${why}`)).toBeDefined();
  expect((await banner()).textContent).toContain(why);
});

test('a broker that the server never reached is a banner, once it has had time to connect', async () => {
  const connecting = (seconds: number) => (api: FakeApi) => {
    const since = new Date(Date.now() - seconds * 1000).toISOString();
    const blind: Broker['blind'] = [{ since: '1970-01-01T00:00:00.000Z', until: null, reason: 'start' }];
    api.brokers = [aBroker({ state: 'connecting', since, detail: 'connection_refused', blind })];
  };
  const { unmount } = renderApp('/devices', connecting(5));
  await screen.findByText('No device yet');
  expect(screen.queryByText(/^Broker main/)).toBeNull();
  unmount();
  renderApp('/devices', connecting(60));
  expect((await banner()).textContent).toContain('not heard yet. No broker listens at this address.');
});

test('what only reads proves nothing, and has no interruption that lasts', async () => {
  renderApp('/health', (api) => {
    const blind: Broker['blind'] = [{ since: lastProof, until: null, reason: 'start' }];
    api.brokers = [aBroker({ state: 'not_proven', detail: 'read_only', blind })];
    api.dependencies = [aDependency('broker main', 'not heard: read_only')];
  });
  expect(await screen.findByText('No interruption lately.')).toBeDefined();
  expect(screen.queryByText(/not heard/i)).toBeNull();
});

test('an interruption that began before any proof names no moment', async () => {
  renderApp('/health', aBlindBroker);
  const times = await screen.findByRole('region', { name: 'Interruptions' });
  const row = (await within(times).findByText('the very beginning')).closest('tr');
  expect(row?.textContent).not.toContain('1970');
  expect(row?.textContent).not.toContain('days');
});

test('why a dependency is down is a sentence, also for what this page does not know', async () => {
  renderApp('/health', (api) => {
    api.dependencies = [
      aDependency('broker main', 'not heard: keep_alive'),
      aDependency('database', 'commits fail: disk_full'),
      aDependency('teapot', 'short and stout'),
    ];
  });
  expect(await screen.findByText('Broker main')).toBeDefined();
  expect(screen.getByText('Not heard. The broker no longer answers.')).toBeDefined();
  expect(screen.getByText(/^Nothing can be stored\. The server's disk is full/)).toBeDefined();
  expect(screen.getByText('short and stout')).toBeDefined();
});
