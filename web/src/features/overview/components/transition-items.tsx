import { Link } from '@tanstack/react-router';
import { LastSeen } from '@/components/last-seen';
import type { Transition } from '@/lib/api-schemas';
import { useText } from '@/lib/i18n';
import { useZone } from '@/lib/site-zones';
import styles from './changes-strip.module.css';

const shownMax = 30;

/** Devices that changed, the newest first, each a link. */
export function TransitionItems({ items }: { items: readonly Transition[] }) {
  const { t, count } = useText();
  if (items.length === 0) return <p className={styles.none}>{t('changes.none')}</p>;
  return (
    <>
      <ul className={styles.items}>
        {items.slice(0, shownMax).map((item) => (
          <TransitionItem key={`${item.device_id} ${item.at} ${item.to}`} item={item} />
        ))}
      </ul>
      {items.length > shownMax && (
        <p className={styles.none}>{count('changes.more', items.length - shownMax)}</p>
      )}
    </>
  );
}

function TransitionItem({ item: { at, building_id, device_id, name, place } }: { item: Transition }) {
  const zone = useZone(building_id);
  return (
    <li className={styles.item}>
      <Link to="/devices/$id" params={{ id: device_id }}>
        {name}
      </Link>
      <span className={styles.place}>{place}</span>
      <LastSeen at={at} zone={zone} />
    </li>
  );
}
