import { QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { vi } from 'vitest';
import { createApp } from '@/app/create-app';
import { LiveStream } from '@/lib/live';
import { FakeApi } from '@/testing/fake-api';
import { FakeChannel, FakeLocks } from '@/testing/fake-channel';
import { FakeEventSource } from '@/testing/fake-event-source';

/** The whole application at an address, on a fake server that `prepare` fills. */
export function renderApp(address: string, prepare: (api: FakeApi) => void) {
  const api = new FakeApi();
  prepare(api);
  FakeEventSource.opened = 0;
  vi.stubGlobal('fetch', api.fetch);
  vi.stubGlobal('EventSource', FakeEventSource);
  vi.stubGlobal('BroadcastChannel', FakeChannel);
  Object.defineProperty(navigator, 'locks', { value: new FakeLocks(), configurable: true });
  const { queryClient, router, stream } = createApp(createMemoryHistory({ initialEntries: [address] }));
  const { unmount } = render(
    <QueryClientProvider client={queryClient}>
      <LiveStream value={stream}>
        <RouterProvider router={router} />
      </LiveStream>
    </QueryClientProvider>,
  );
  return { api, router, unmount, user: userEvent.setup(), address: () => router.state.location.href };
}
