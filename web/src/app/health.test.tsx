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

test('a blind broker is said on every page, since the last proof', async () => {
  renderApp('/devices', aBlindBroker);
  const banner = await screen.findByText(/Broker main: blind since/);
  expect(banner.textContent).toMatch(new RegExp(`\\d\\d:${lastProof.slice(14, 16)}`));
});

test('a blind time that began before any proof names no moment', async () => {
  renderApp('/health', aBlindBroker);
  const times = await screen.findByRole('region', { name: 'Blind times' });
  const row = (await within(times).findByText('before the first proof')).closest('tr');
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
  expect(screen.getByText('Not heard. The broker fell silent.')).toBeDefined();
  expect(screen.getByText(/^Nothing can be stored\. The server's disk is full/)).toBeDefined();
  expect(screen.getByText('short and stout')).toBeDefined();
});
