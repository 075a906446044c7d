import { Banner } from '@/components/banner';
import { useNow } from '@/lib/clock';
import { clockTime, relativeTime } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { useLiveState } from '@/lib/live';

/** While data is not live: how old it is, above everything that shows it. */
export function LiveBanner() {
  const { kind } = useLiveState();
  return kind === 'reconnecting' || kind === 'stale' ? <AgeBanner kind={kind} /> : null;
}

function AgeBanner({ kind }: { kind: 'reconnecting' | 'stale' }) {
  const text = useText();
  const { heardAt } = useLiveState();
  const now = useNow(true);
  const at = clockTime(text, heardAt);
  return (
    <Banner kind="notice">
      {text.t(kind === 'stale' ? 'live.banner.stale' : 'live.banner', { at })}{' '}
      {/* Read aloud it would interrupt every second. */}
      <span aria-hidden="true">{text.t('live.banner.age', { age: relativeTime(text, heardAt, now) })}</span>
    </Banner>
  );
}
