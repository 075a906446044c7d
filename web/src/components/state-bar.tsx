import { type Counts, presences } from '@/lib/api-schemas';
import styles from './state-bar.module.css';

/** Shares of the states, in their fixed order. A drawing only: the counts stand beside it. */
export function StateBar({ counts }: { counts: Counts }) {
  return (
    <span className={styles.bar} aria-hidden="true">
      {presences.map((presence) =>
        counts[presence] > 0 ? (
          <span
            key={presence}
            className={styles.part}
            data-presence={presence}
            style={{ flexGrow: counts[presence] }}
          />
        ) : null,
      )}
    </span>
  );
}
