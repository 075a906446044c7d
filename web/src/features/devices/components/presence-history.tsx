import { ExactTime } from '@/components/exact-time';
import { Panel } from '@/components/panel';
import { PresenceBadge } from '@/components/presence-badge';
import { PresenceBand } from '@/features/devices/components/presence-band';
import { type RangeName, rangeNames, ranges } from '@/features/devices/history-range';
import type { PresenceInterval } from '@/lib/api-schemas';
import { useNow } from '@/lib/clock';
import { duration } from '@/lib/format';
import { useText } from '@/lib/i18n';
import styles from './device-page.module.css';

type PresenceHistoryProps = {
  intervals: readonly PresenceInterval[];
  zone: string | undefined;
  range: RangeName;
  onRange: (range: RangeName) => void;
};

/** When the device was in which state: a band to see it, a table to read it. */
export function PresenceHistory({ intervals, zone, range, onRange }: PresenceHistoryProps) {
  const text = useText();
  const { t } = text;
  const now = useNow();
  const since = now - ranges[range];
  const endOf = ({ until }: PresenceInterval) => (until ? Date.parse(until) : now);
  const shown = intervals.filter((interval) => endOf(interval) > since);

  const choose = (
    <div className={styles.ranges}>
      {rangeNames.map((name) => (
        <button
          key={name}
          type="button"
          className={styles.range}
          aria-pressed={name === range}
          onClick={() => onRange(name)}
        >
          {t(`history.${name}`)}
        </button>
      ))}
    </div>
  );

  return (
    <Panel title={t('history.title')} aside={choose}>
      <PresenceBand intervals={shown} since={since} until={now} zone={zone} />
      {shown.length === 0 ? (
        <p className={styles.none}>{t('history.none')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
        <div className={styles.scroller} role="region" aria-label={t('history.title')} tabIndex={0}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('column.state')}</th>
                <th scope="col">{t('history.since')}</th>
                <th scope="col">{t('history.lasted')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((interval) => (
                <tr key={interval.since}>
                  <td>
                    <PresenceBadge presence={interval.presence} />
                  </td>
                  <td>
                    <ExactTime at={interval.since} zone={zone} />
                    {interval.seen_in === 'backlog' && (
                      <span className={styles.backlog}>{t('history.backlog')}</span>
                    )}
                  </td>
                  <td>
                    {duration(text, endOf(interval) - Date.parse(interval.since))}
                    {interval.until === null && (
                      <span className={styles.backlog}>{t('history.ongoing')}</span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
