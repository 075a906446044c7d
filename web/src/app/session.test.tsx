import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { aDevice, aSite, aType } from '@/testing/factories';
import type { FakeApi } from '@/testing/fake-api';
import { FakeEventSource } from '@/testing/fake-event-source';
import { renderApp } from '@/testing/render-app';

function aFleet(api: FakeApi) {
  const site = aSite('North', ['U1']);
  const type = aType();
  api.sites = [site];
  api.types = [type];
  api.devices = [aDevice({ site, type }, { name: 'Lamp A' })];
}

test('who is not signed in signs in, and lands where he wanted to go', async () => {
  const { api, user, address } = renderApp('/devices?state=online', (fake) => {
    aFleet(fake);
    fake.endSession();
  });
  await user.type(await screen.findByLabelText('User name'), 'ada');
  await user.type(screen.getByLabelText('Password'), 'wrong');
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  expect(await screen.findByText('The name or the password is wrong.')).toBeDefined();
  await user.clear(screen.getByLabelText('Password'));
  await user.type(screen.getByLabelText('Password'), api.password);
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  expect(await screen.findByRole('link', { name: 'Lamp A' })).toBeDefined();
  expect(address()).toBe('/devices?state=online');
});

test('an address of another site is not where a login leads', async () => {
  const { api, user, address } = renderApp('/login?next=//elsewhere.example', (fake) => {
    aFleet(fake);
    fake.endSession();
  });
  await user.type(await screen.findByLabelText('User name'), 'ada');
  await user.type(screen.getByLabelText('Password'), api.password);
  await user.click(screen.getByRole('button', { name: 'Sign in' }));
  await waitFor(() => expect(address()).toBe('/'));
});

test('a session that ends elsewhere leads to the login page, keeping the page', async () => {
  const { api, address } = renderApp('/devices', aFleet);
  await screen.findByRole('link', { name: 'Lamp A' });
  api.greet();
  await screen.findByText('Live');
  api.endSession();
  FakeEventSource.current?.fail(true);
  expect(await screen.findByLabelText('Password')).toBeDefined();
  expect(address()).toBe('/login?next=%2Fdevices');
});

test('a change carries the token, also after somebody signed in again elsewhere', async () => {
  const { api } = renderApp('/devices', aFleet);
  await screen.findByRole('link', { name: 'Lamp A' });
  if (api.reader) api.reader = { ...api.reader, csrf_token: 'token-2' };
  api.greet();
  await waitFor(() => expect(api.watched).toEqual([api.devices[0]?.id]));
  expect(api.changesWithoutToken).toBe(1);
});

test('signing out ends the session and leads to the login page', async () => {
  const { api, user } = renderApp('/devices', aFleet);
  await screen.findByRole('link', { name: 'Lamp A' });
  await user.click(screen.getByRole('button', { name: 'Sign out', hidden: true }));
  expect(await screen.findByLabelText('Password')).toBeDefined();
  expect(api.reader).toBeNull();
});

test('the language changes at once and is remembered', async () => {
  const { user } = renderApp('/devices', aFleet);
  await user.click(await screen.findByRole('button', { name: 'FR, passer en français' }));
  expect(await screen.findByRole('heading', { name: 'Appareils' })).toBeDefined();
  expect(document.documentElement.lang).toBe('fr');
  expect(localStorage.getItem('soc.language')).toBe('fr');
});

test('a page that may not be seen says so', async () => {
  renderApp('/discovered', (api) => {
    aFleet(api);
    api.failures.set('/discovered', [403, 'role_too_low', 'operator']);
  });
  expect(await screen.findByText('You may not see this')).toBeDefined();
  expect(screen.getByText('This needs the role Operator.')).toBeDefined();
});

test('single keys go to pages, and can be turned off', async () => {
  const { user, address } = renderApp('/devices', aFleet);
  await screen.findByRole('link', { name: 'Lamp A' });
  await user.keyboard('gh');
  await waitFor(() => expect(address()).toBe('/health'));
  await user.click(screen.getByRole('checkbox', { name: 'Single-key shortcuts', hidden: true }));
  await user.keyboard('gd');
  expect(address()).toBe('/health');
});
