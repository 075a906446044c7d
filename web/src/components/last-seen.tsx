import { useNow } from '@/lib/clock';
import { exactTime, relativeTime } from '@/lib/format';
import { useText } from '@/lib/i18n';

type LastSeenProps = { at: string | null; zone?: string | undefined };

/** `4 min ago`, which ticks; the exact time with its zone in the title. */
export function LastSeen({ at, zone }: LastSeenProps) {
  const text = useText();
  const now = useNow();
  if (at === null) return <span>{text.t('time.never')}</span>;
  const moment = Date.parse(at);
  return (
    <time data-relative dateTime={at} title={exactTime(text, moment, zone)}>
      {relativeTime(text, moment, Math.max(now, Math.min(moment, Date.now())))}
    </time>
  );
}
