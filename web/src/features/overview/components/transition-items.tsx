import { Link } from '@tanstack/react-router';
import { LastSeen } from '@/components/last-seen';
import type { Transition } from '@/lib/api-schemas';
import { useText } from '@/lib/i18n';
import styles from './changes-strip.module.css';

const shownMax = 30;

/** Devices that changed, the newest first, each a link. */
export function TransitionItems({ items }: { items: readonly Transition[] }) {
  const { t, count } = useText();
  if (items.length === 0) return <p className={styles.none}>{t('changes.none')}</p>;
  return (
    <>
      <ul className={styles.items}>
        {items.slice(0, shownMax).map(({ at, device_id, name, place, to }) => (
          <li key={`${device_id} ${at} ${to}`} className={styles.item}>
            <Link to="/devices/$id" params={{ id: device_id }}>
              {name}
            </Link>
            <span className={styles.place}>{place}</span>
            <LastSeen at={at} />
          </li>
        ))}
      </ul>
      {items.length > shownMax && (
        <p className={styles.none}>{count('changes.more', items.length - shownMax)}</p>
      )}
    </>
  );
}
