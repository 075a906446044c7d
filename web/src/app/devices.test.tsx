import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { aDevice, aSite, aType } from '@/testing/factories';
import type { FakeApi } from '@/testing/fake-api';
import { renderApp } from '@/testing/render-app';

const type = aType();
const site = aSite('North', ['U1']);

function aFleet(api: FakeApi, count = 3) {
  api.sites = [site];
  api.types = [type];
  api.devices = Array.from({ length: count }, (_, at) =>
    aDevice({ site, type }, { name: `Lamp ${String(at).padStart(5, '0')}` }),
  );
}

test('only the rows of the window are in the page, however long the list is', async () => {
  renderApp('/devices', (api) => aFleet(api, 5000));
  const grid = await screen.findByRole('grid', { name: 'Devices' });
  expect(await screen.findByText('5,000 devices')).toBeDefined();
  expect(grid.getAttribute('aria-rowcount')).toBe('5001');
  expect(within(grid).getAllByRole('row').length).toBeLessThan(80);
});

test('a column header sorts, then turns the order around', async () => {
  const { user, address } = renderApp('/devices', aFleet);
  const header = await screen.findByRole('columnheader', { name: 'State' });
  await user.click(within(header).getByRole('button'));
  await waitFor(() => expect(header.getAttribute('aria-sort')).toBe('ascending'));
  await user.click(within(header).getByRole('button'));
  await waitFor(() => expect(address()).toBe('/devices?sort=-state'));
});

test('an unknown part of an address is left out, the rest holds', async () => {
  renderApp('/devices?state=asleep&state=online&sort=colour', aFleet);
  expect(await screen.findByRole('button', { name: 'Remove the filter State Online' })).toBeDefined();
  expect(await screen.findByRole('link', { name: 'Lamp 00000' })).toBeDefined();
});

test('nothing found is said, and how to see more', async () => {
  renderApp('/devices?q=zeppelin', aFleet);
  expect(await screen.findByText('No device matches')).toBeDefined();
});

test('a failed list names the reason and the request, and can be tried again', async () => {
  const { api, user } = renderApp('/devices', (fake) => {
    aFleet(fake);
    fake.failures.set('/devices', [500, 'busy']);
  });
  expect(await screen.findByText(/The server is too busy/)).toBeDefined();
  expect(screen.getByText('Request request-7')).toBeDefined();
  api.failures.clear();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('link', { name: 'Lamp 00000' })).toBeDefined();
});

test('a reason word that this page does not know still gives a sentence', async () => {
  renderApp('/devices', (api) => {
    aFleet(api);
    api.failures.set('/devices', [400, 'moon_in_the_wrong_house']);
  });
  expect(await screen.findByText('The server refused (moon_in_the_wrong_house).')).toBeDefined();
});

test('keys walk through the list and open a device', async () => {
  const { user, address, api } = renderApp('/devices', aFleet);
  await screen.findByRole('link', { name: 'Lamp 00000' });
  screen.getByRole('grid').focus();
  await user.keyboard('jj{Enter}');
  const third = api.devices[2];
  await waitFor(() => expect(address()).toBe(`/devices/${third?.id}`));
});

test('Back from a device that the keyboard opened stands on its row again', async () => {
  const { user, router } = renderApp('/devices', aFleet);
  await screen.findByRole('link', { name: 'Lamp 00000' });
  screen.getByRole('grid').focus();
  await user.keyboard('jj{Enter}');
  await screen.findByRole('heading', { name: 'Lamp 00002', level: 1 });
  router.history.back();
  const row = (await screen.findByRole('link', { name: 'Lamp 00002' })).closest('[role=row]');
  await waitFor(() => expect(row?.getAttribute('aria-selected')).toBe('true'));
  expect(document.activeElement).toBe(screen.getByRole('grid'));
});

test('another way to the list stands on no row', async () => {
  const { user, router } = renderApp('/devices', aFleet);
  await screen.findByRole('link', { name: 'Lamp 00000' });
  screen.getByRole('grid').focus();
  await user.keyboard('j{Enter}');
  await screen.findByRole('heading', { name: 'Lamp 00001', level: 1 });
  await router.navigate({ to: '/devices' });
  await screen.findByRole('link', { name: 'Lamp 00001' });
  expect(document.querySelector('[role=row][aria-selected=true]')).toBeNull();
});

test('an id that cannot be one is left out of a filter', async () => {
  renderApp('/devices?type=------------------------------------&site=x', aFleet);
  expect(await screen.findByRole('link', { name: 'Lamp 00000' })).toBeDefined();
  expect(screen.queryByRole('button', { name: /^Remove the filter/ })).toBeNull();
});

test('the search finds a device by an identifier in any notation', async () => {
  const { user, address, api } = renderApp('/health', aFleet);
  await user.click(await screen.findByRole('button', { name: /^Search/ }));
  const wanted = api.devices[1];
  await user.type(await screen.findByRole('combobox'), wanted?.identifier?.value.replace(/:/g, '-') ?? '');
  await screen.findByRole('option', { name: new RegExp(wanted?.name ?? '') });
  await user.keyboard('{Enter}');
  await waitFor(() => expect(address()).toBe(`/devices/${wanted?.id}`));
});
