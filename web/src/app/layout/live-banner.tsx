import { Banner } from '@/components/banner';
import { clockTime } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { useLiveState } from '@/lib/live';

/** While data is not live: how old it is, above everything that shows it. */
export function LiveBanner() {
  const text = useText();
  const { kind, since } = useLiveState();
  if (kind !== 'reconnecting' && kind !== 'stale') return null;
  const at = clockTime(text, since);
  return (
    <Banner kind="notice">{text.t(kind === 'stale' ? 'live.banner.stale' : 'live.banner', { at })}</Banner>
  );
}
