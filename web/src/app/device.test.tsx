import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Device } from '@/lib/api-schemas';
import { aDevice, anId, aSite, aType } from '@/testing/factories';
import type { FakeApi } from '@/testing/fake-api';
import { renderApp } from '@/testing/render-app';

const type = aType();
const site = aSite('North', ['U1']);

function aFleet(api: FakeApi, ...devices: Device[]) {
  api.sites = [site];
  api.types = [type];
  api.devices = [...devices, aDevice({ site, type })];
}

test('a device shows every field of its last message, the unknown ones as such', async () => {
  const device = aDevice(
    { site, type },
    {
      name: 'Lamp X',
      presence: 'late',
      last_message: {
        received_at: new Date().toISOString(),
        broker: 'main',
        topic: 'u1/101/device',
        payload: '{"unitID":"30:ae:a4:0c:11:9f","moon":{"phase":0.25}}',
        sender: 'unverified',
      },
    },
  );
  renderApp(`/devices/${device.id}`, (api) => aFleet(api, device));
  expect(await screen.findByRole('heading', { name: 'Lamp X', level: 1 })).toBeDefined();
  expect(screen.getByText(/Expected every 30 min/)).toBeDefined();
  const field = screen.getByText('moon.phase').closest('div');
  expect(field?.textContent).toBe('moon.phaseunknown field0.25');
});

/** What stands on the page while nothing was opened. */
function shownText() {
  const page = document.body.cloneNode(true) as HTMLElement;
  for (const hidden of page.querySelectorAll('details:not([open]) > :not(summary)')) hidden.remove();
  return page.textContent ?? '';
}

test('a topic of any length is cut wherever it stands, and can be read in full', async () => {
  const topic = `u1/101${'/far'.repeat(15_000)}`;
  const device = aDevice(
    { site, type },
    {
      seen_topic: topic,
      last_message: {
        received_at: new Date().toISOString(),
        broker: 'main',
        topic: `${topic}/device`,
        payload: '{}',
        sender: 'unverified',
      },
    },
  );
  renderApp(`/devices/${device.id}`, (api) => aFleet(api, device));
  await screen.findByRole('region', { name: 'Last message' });
  expect(shownText()).toContain('u1/101/far/far');
  expect(shownText().length).toBeLessThan(6_000);
  expect(screen.getByText(topic).closest('details')).not.toBeNull();
  expect(screen.getByText(`${topic}/device`).closest('details')).not.toBeNull();
});

// R13: a difference between what is set and what it announces is shown with its remedy.
for (const [announced_s, notice] of [
  [3600, /^It sends a message only every 1 hr, and 30 min is set for it/],
  [900, /^It sends a message every 15 min, more often than the 30 min set for it/],
  [1800, null],
  [null, null],
] as const) {
  test(`a device's page says when its interval is not the one set (${announced_s})`, async () => {
    const device = aDevice({ site, type }, { announced_s });
    renderApp(`/devices/${device.id}`, (api) => aFleet(api, device));
    const about = await screen.findByRole('region', { name: 'About this device' });
    if (notice) expect(within(about).getByText(notice)).toBeDefined();
    else expect(within(about).queryByText(/^It sends a message/)).toBeNull();
  });
}

const heard = '2026-11-22T09:00:00.000Z';
for (const [deadline_at, how] of [
  ['2026-11-22T09:31:36.000Z', /^Last message \+ interval \+ tolerance\.$/],
  ['2026-11-22T10:15:00.000Z', /^Later than last message \+ interval \+ tolerance/],
] as const) {
  test(`a device's page says how its deadline comes about (${deadline_at})`, async () => {
    const device = aDevice({ site, type }, { name: 'Lamp X', last_seen_at: heard, deadline_at });
    renderApp(`/devices/${device.id}`, (api) => aFleet(api, device));
    const about = await screen.findByRole('region', { name: 'About this device' });
    const fact = (name: string) => within(about).getByText(name).closest('div');
    expect(fact('Last message')?.querySelector('time')?.dateTime).toBe(heard);
    expect(fact('Interval')?.textContent).toContain('30 min (from its type)');
    expect(fact('Tolerance')?.textContent).toContain('1 min 36 sec (60 s and 2 % of the interval)');
    const deadline = fact('Next message before');
    expect(deadline?.querySelector('time')?.dateTime).toBe(deadline_at);
    expect(within(about).getByText(how)).toBeDefined();
    expect(
      screen.getByText(/^Expected every 30 min \(from its type\), with a tolerance of 1 min/),
    ).toBeDefined();
  });
}

for (const id of ['garbage', '------------------------------------', anId()]) {
  test(`an address that leads to no device (${id}) says so, declares no row, and leads back`, async () => {
    const { api, user, address } = renderApp(`/devices/${id}`, aFleet);
    expect(await screen.findByRole('heading', { name: 'No such device', level: 1 })).toBeDefined();
    expect(screen.getByText(id)).toBeDefined();
    expect(document.title).toContain('No such device');
    api.greet();
    await screen.findByText('Live');
    await user.click(screen.getByRole('link', { name: 'To the list of devices' }));
    await waitFor(() => expect(address()).toBe('/devices'));
    await waitFor(() => expect(api.watched).toContain(api.devices[0]?.id));
    expect([...api.everWatched]).not.toContain(id);
  });
}

test('how far back the presence is shown is in the address', async () => {
  const device = aDevice({ site, type });
  const { user, address } = renderApp(`/devices/${device.id}?range=week`, (api) => aFleet(api, device));
  const week = await screen.findByRole('button', { name: '7 days' });
  expect(week.getAttribute('aria-pressed')).toBe('true');
  await user.click(screen.getByRole('button', { name: '30 days' }));
  await waitFor(() => expect(address()).toBe(`/devices/${device.id}?range=month`));
  await user.click(screen.getByRole('button', { name: '24 h' }));
  await waitFor(() => expect(address()).toBe(`/devices/${device.id}`));
});

test('an address in capitals leads to the device all the same', async () => {
  const device = aDevice({ site, type }, { id: '0198c1a0-0000-7000-8000-00000000abcd', name: 'Lamp X' });
  const { api } = renderApp(`/devices/${device.id.toUpperCase()}`, (fake) => aFleet(fake, device));
  expect(await screen.findByRole('heading', { name: 'Lamp X', level: 1 })).toBeDefined();
  api.greet();
  await waitFor(() => expect(api.watched).toEqual([device.id]));
});
