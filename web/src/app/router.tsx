import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouterHistory,
  redirect,
} from '@tanstack/react-router';
import { AppLayout } from '@/app/layout/app-layout';
import { NotFoundPage } from '@/app/pages/not-found-page';
import { PageError } from '@/app/pages/page-error';
import { Skeleton } from '@/components/skeleton';
import { parseDeviceSearch } from '@/features/devices/filter';
import { parseHistorySearch } from '@/features/devices/history-range';
import { meQuery } from '@/features/session/api/get-me';
import { ApiError } from '@/lib/api-client';
import { preferences } from '@/lib/preferences';
import { firstOf, parsePage, parseSearch, stringifySearch } from '@/lib/search-params';

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  // Only what a page has read and checked reaches it; the router would pass the rest on as it came.
  validateSearch: () => ({}),
});

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  // Only a path of this site: the address may come from a stranger's link.
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = firstOf(search.next);
    return next && /^\/(?![/\\])/.test(next) ? { next } : {};
  },
  component: lazyRouteComponent(() => import('@/app/pages/login-page'), 'LoginPage'),
});

/** Every page behind the login. */
const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(meQuery);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 401)) throw error;
      throw redirect({ to: '/login', search: location.href === '/' ? {} : { next: location.href } });
    }
  },
  component: AppLayout,
});

const overviewRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  validateSearch: parseDeviceSearch,
  // The site that was looked at last; its tab shows that it is chosen.
  beforeLoad: ({ search, location }) => {
    const { site } = preferences.get();
    if (site && location.searchStr === '' && Object.keys(search).length === 0) {
      throw redirect({ to: '/', search: { site: [site] }, replace: true });
    }
  },
  component: lazyRouteComponent(() => import('@/app/pages/overview-page'), 'OverviewPage'),
});

const devicesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/devices',
  validateSearch: parseDeviceSearch,
  component: lazyRouteComponent(() => import('@/app/pages/devices-page'), 'DevicesPage'),
});

const deviceRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/devices/$id',
  validateSearch: parseHistorySearch,
  component: lazyRouteComponent(() => import('@/app/pages/device-page'), 'DevicePage'),
});

const discoveredRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/discovered',
  validateSearch: parsePage,
  component: lazyRouteComponent(() => import('@/app/pages/discovered-page'), 'DiscoveredPage'),
});

const refusalsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/refusals',
  validateSearch: parsePage,
  component: lazyRouteComponent(() => import('@/app/pages/refusals-page'), 'RefusalsPage'),
});

const healthRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/health',
  component: lazyRouteComponent(() => import('@/app/pages/health-page'), 'HealthPage'),
});

const usersRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/users',
  component: lazyRouteComponent(() => import('@/app/pages/users-page'), 'UsersPage'),
});

const routeTree = rootRoute.addChildren([
  loginRoute,
  signedInRoute.addChildren([
    overviewRoute,
    devicesRoute,
    deviceRoute,
    discoveredRoute,
    refusalsRoute,
    healthRoute,
    usersRoute,
  ]),
]);

export function createAppRouter(queryClient: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree,
    context: { queryClient },
    ...(history && { history }),
    parseSearch,
    stringifySearch,
    search: { strict: true },
    defaultPreload: false,
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFoundPage,
    defaultPendingComponent: Skeleton,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
