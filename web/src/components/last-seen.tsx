import { useNow } from '@/lib/clock';
import { duration, exactTime, relativeTime } from '@/lib/format';
import { useText } from '@/lib/i18n';

type LastSeenProps = {
  at: string | null;
  zone?: string | undefined;
  /** In a list that keeps the focus itself, which then shows the exact time of its active row. */
  inGrid?: boolean;
  /** `4 min` instead: for how long something has been so. */
  lasting?: boolean;
};

/** `4 min ago`, which ticks; the exact time with its zone under the pointer and on focus. */
export function LastSeen({ at, zone, inGrid = false, lasting = false }: LastSeenProps) {
  const text = useText();
  const now = useNow();
  if (at === null) return <span>{text.t('time.never')}</span>;
  const moment = Date.parse(at);
  const exact = exactTime(text, moment, zone);
  const present = Math.max(now, Math.min(moment, Date.now()));
  return (
    <time data-relative data-exact={exact} dateTime={at} title={exact} tabIndex={inGrid ? undefined : 0}>
      {lasting ? duration(text, present - moment) : relativeTime(text, moment, present)}
    </time>
  );
}
