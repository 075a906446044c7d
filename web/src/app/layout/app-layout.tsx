import { useQuery } from '@tanstack/react-query';
import { Outlet, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, use, useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { AppHeader } from '@/app/layout/app-header';
import { BottomBar } from '@/app/layout/bottom-bar';
import { LiveBanner } from '@/app/layout/live-banner';
import { PageAnnouncer } from '@/app/layout/page-announcer';
import { SideNav } from '@/app/layout/side-nav';
import { useLiveMark } from '@/app/layout/use-live-mark';
import { useShortcuts } from '@/app/layout/use-shortcuts';
import { BlindBanner } from '@/features/health/components/blind-banner';
import { sitesQuery } from '@/features/places/api/get-sites';
import { useText } from '@/lib/i18n';
import { LiveStream } from '@/lib/live';
import { SiteZones } from '@/lib/site-zones';
import styles from './app-layout.module.css';

const HelpDialog = lazy(() => import('@/app/layout/help-dialog'));
const SearchDialog = lazy(() => import('@/app/layout/search-dialog'));
const MoreDialog = lazy(() => import('@/app/layout/more-dialog'));

export type Overlay = 'help' | 'search' | 'more' | null;

/** The frame around every page behind the login; it holds the live stream open. */
export function AppLayout() {
  const { t } = useText();
  const stream = use(LiveStream);
  const { pathname } = useLocation();
  const [overlay, setOverlay] = useState<Overlay>(null);
  const { data: sites } = useQuery(sitesQuery);
  const zones = useMemo(() => {
    const places = sites?.items.flatMap((site) => [site, ...site.buildings].map(({ id }) => ({ id, site })));
    return new Map(places?.map(({ id, site }) => [id, site.time_zone]));
  }, [sites]);
  const close = () => setOverlay(null);

  useShortcuts(setOverlay);
  useLiveMark();
  useEffect(() => {
    stream?.start();
    return () => stream?.stop();
  }, [stream]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page begins at its top
  useLayoutEffect(() => {
    window.scrollTo(0, 0);
    setOverlay(null);
  }, [pathname]);

  return (
    <SiteZones value={zones}>
      <a href="#main" className={styles.skip}>
        {t('app.skip')}
      </a>
      <PageAnnouncer />
      <AppHeader onOpen={setOverlay} />
      <div className={styles.frame}>
        <SideNav />
        <div className={styles.content}>
          <LiveBanner />
          <BlindBanner />
          <main id="main" className={styles.main} tabIndex={-1}>
            <Outlet />
          </main>
        </div>
      </div>
      <BottomBar onMore={() => setOverlay('more')} />
      <Suspense>
        {overlay === 'help' && <HelpDialog onClose={close} />}
        {overlay === 'search' && <SearchDialog onClose={close} />}
        {overlay === 'more' && <MoreDialog onClose={close} />}
      </Suspense>
    </SiteZones>
  );
}
