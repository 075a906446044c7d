import { useNow } from '@/lib/clock';
import { exactTime, relativeTime } from '@/lib/format';
import { useText } from '@/lib/i18n';

type LastSeenProps = {
  at: string | null;
  zone?: string | undefined;
  /** In a list that keeps the focus itself, which then shows the exact time of its active row. */
  inGrid?: boolean;
};

/** `4 min ago`, which ticks; the exact time with its zone under the pointer and on focus. */
export function LastSeen({ at, zone, inGrid = false }: LastSeenProps) {
  const text = useText();
  const now = useNow();
  if (at === null) return <span>{text.t('time.never')}</span>;
  const moment = Date.parse(at);
  const exact = exactTime(text, moment, zone);
  return (
    <time data-relative data-exact={exact} dateTime={at} title={exact} tabIndex={inGrid ? undefined : 0}>
      {relativeTime(text, moment, Math.max(now, Math.min(moment, Date.now())))}
    </time>
  );
}
