import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderApp } from '@/testing/render-app';

const at = new Date(Date.now() - 60_000).toISOString();
const many = <T,>(count: number, item: (at: number) => T) => Array.from({ length: count }, (_, i) => item(i));

const discovered = (number: number) => ({
  identifier: `board ${number}`,
  topic: 'u4/302',
  broker: 'main',
  sandbox: false,
  first_seen_at: at,
  last_seen_at: at,
  count: 1,
  last_payload: '{}',
});

async function rowsOf(label: string) {
  const table = await screen.findByRole('region', { name: label });
  return within(table).getAllByRole('row').slice(1);
}

test('a full list of discovered devices is shown in pages, and the page is in the address', async () => {
  const { user, address } = renderApp('/discovered', (api) => {
    api.discovered = many(1000, discovered);
  });
  expect(await rowsOf('Discovered devices')).toHaveLength(100);
  expect(screen.getByText('Page 1 of 10')).toBeDefined();

  await user.click(screen.getByRole('button', { name: 'Next' }));
  await screen.findByText('board 100');
  expect(await rowsOf('Discovered devices')).toHaveLength(100);
  expect(address()).toBe('/discovered?page=2');
  await user.click(screen.getByRole('button', { name: 'Previous' }));
  await waitFor(() => expect(address()).toBe('/discovered'));
});

test('a page beyond the end of a list is its last one', async () => {
  renderApp('/discovered?page=7', (api) => {
    api.discovered = many(250, discovered);
  });
  expect(await rowsOf('Discovered devices')).toHaveLength(50);
  expect(screen.getByRole('button', { name: 'Next' })).toHaveProperty('disabled', true);
});

test('refused messages are shown in pages, and a short list has none', async () => {
  const refused = (number: number) => ({
    received_at: at,
    reason: 'bad_json',
    topic: `u4/${number}/device`,
    broker: 'main',
    payload: 'no',
  });
  const { unmount } = renderApp('/refusals', (api) => {
    api.refusals = many(200, refused);
  });
  expect(await rowsOf('Refused messages')).toHaveLength(100);
  unmount();
  renderApp('/refusals', (api) => {
    api.refusals = many(100, refused);
  });
  expect(await rowsOf('Refused messages')).toHaveLength(100);
  expect(screen.queryByRole('button', { name: 'Next' })).toBeNull();
});
