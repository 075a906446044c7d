import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { aBroker, aDevice, aSite, aType } from '@/testing/factories';
import type { FakeApi } from '@/testing/fake-api';
import { FakeEventSource } from '@/testing/fake-event-source';
import { renderApp } from '@/testing/render-app';

const type = aType();
const north = aSite('North', ['U1', 'U2']);
const south = aSite('South', ['Forum']);

function aCampus(api: FakeApi) {
  api.sites = [north, south];
  api.types = [type];
  api.brokers = [aBroker()];
  api.devices = [
    aDevice({ site: north, type }, { name: 'Lamp A' }),
    aDevice({ site: north, type }, { name: 'Lamp B', presence: 'missing' }),
    aDevice({ site: north, type, building: 1 }, { name: 'Lamp C', presence: 'late' }),
    aDevice({ site: south, type }, { name: 'Lamp D' }),
  ];
}

const chip = (name: RegExp) => screen.findByRole('button', { name });

test('states, buildings and devices are there, each state with its number', async () => {
  renderApp('/', aCampus);
  expect(await chip(/^Online 2$/)).toBeDefined();
  expect(await chip(/^Missing 1$/)).toBeDefined();
  expect(await screen.findByRole('link', { name: 'Lamp A' })).toBeDefined();
  const buildings = await screen.findByRole('region', { name: 'Buildings' });
  expect(within(buildings).getAllByRole('listitem')).toHaveLength(3);
});

test('a state chip filters, shows as a removable filter, and leaves with it', async () => {
  const { user, address } = renderApp('/', aCampus);
  await user.click(await chip(/^Missing/));
  await waitFor(() => expect(screen.queryByRole('link', { name: 'Lamp A' })).toBeNull());
  expect(await screen.findByRole('link', { name: 'Lamp B' })).toBeDefined();
  expect(address()).toBe('/?state=missing');
  await user.click(screen.getByRole('button', { name: 'Remove the filter State Missing' }));
  expect(await screen.findByRole('link', { name: 'Lamp A' })).toBeDefined();
  expect(address()).toBe('/');
});

test('a site tab restricts the buildings, and is remembered', async () => {
  const { user, address } = renderApp('/', aCampus);
  const sites = await screen.findByRole('tablist', { name: 'Sites' });
  await user.click(await within(sites).findByRole('tab', { name: /^South/ }));
  await waitFor(() => expect(address()).toBe(`/?site=${south.id}`));
  const buildings = await screen.findByRole('region', { name: 'Buildings' });
  expect(within(buildings).getAllByRole('listitem')).toHaveLength(1);
  expect(localStorage.getItem('soc.site')).toBe(south.id);
});

test('a change on the server moves the counters and the row, in place', async () => {
  const { api } = renderApp('/', aCampus);
  await screen.findByRole('link', { name: 'Lamp A' });
  api.greet();
  const lamp = api.devices[0];
  await waitFor(() => expect(api.watched).toContain(lamp?.id));
  api.change(lamp?.id ?? '', { presence: 'missing' });
  expect(await chip(/^Missing 2$/)).toBeDefined();
  const row = screen.getByRole('link', { name: 'Lamp A' }).closest('[role=row]');
  await waitFor(() => expect(row?.textContent).toContain('Missing'));
});

test('a broken line is said in words, and what was missed is read once it is back', async () => {
  const { api } = renderApp('/', aCampus);
  await screen.findByRole('link', { name: 'Lamp A' });
  api.greet();
  expect(await screen.findByText('Live')).toBeDefined();
  FakeEventSource.current?.fail();
  expect(await screen.findByText(/^Reconnecting since/)).toBeDefined();
  expect(screen.getByText(/trying again/)).toBeDefined();
  api.devices = api.devices.map((device) => ({ ...device, presence: 'missing' }));
  api.greet('instance-2');
  expect(await chip(/^Missing 4$/)).toBeDefined();
  expect(screen.getByText('Live')).toBeDefined();
});

test('a blind broker is a banner on every page, as soon as the server says so', async () => {
  const { api } = renderApp('/', aCampus);
  await screen.findByRole('link', { name: 'Lamp A' });
  api.greet();
  api.emit('brokers', { items: [aBroker({ state: 'blind', name: 'main' })] });
  expect(await screen.findByText(/^Broker main: not heard since/)).toBeDefined();
});

test('a demonstration says that it is one', async () => {
  renderApp('/', (api) => {
    aCampus(api);
    if (api.reader) api.reader.demonstration = true;
  });
  expect(await screen.findByText('Demonstration')).toBeDefined();
});
