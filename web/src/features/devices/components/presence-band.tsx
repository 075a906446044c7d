import type { PresenceInterval } from '@/lib/api-schemas';
import { clockTime } from '@/lib/format';
import { useText } from '@/lib/i18n';
import styles from './presence-band.module.css';

type PresenceBandProps = {
  intervals: readonly PresenceInterval[];
  since: number;
  until: number;
  zone: string | undefined;
};

const marks = [0, 0.25, 0.5, 0.75, 1];

/** States over time as one band. A drawing only: the table beside it says the same in words. */
export function PresenceBand({ intervals, since, until, zone }: PresenceBandProps) {
  const text = useText();
  const span = until - since;
  const place = (at: number) => Math.max(0, Math.min(100, ((at - since) / span) * 100));
  return (
    <div className={styles.band} aria-hidden="true">
      <div className={styles.track}>
        {intervals.map((interval) => {
          const from = place(Date.parse(interval.since));
          const to = place(interval.until ? Date.parse(interval.until) : until);
          return (
            <span
              key={interval.since}
              className={styles.part}
              data-presence={interval.presence}
              style={{ left: `${from}%`, width: `${to - from}%` }}
            />
          );
        })}
      </div>
      <div className={styles.scale}>
        {marks.map((mark) => (
          <span key={mark}>{clockTime(text, since + mark * span, zone)}</span>
        ))}
      </div>
    </div>
  );
}
