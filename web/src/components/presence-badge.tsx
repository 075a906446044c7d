import { PresenceIcon } from '@/components/presence-icon';
import type { DeviceRow, Presence } from '@/lib/api-schemas';
import { useText } from '@/lib/i18n';
import styles from './presence-badge.module.css';

type Props = { presence: Presence; exclusion?: DeviceRow['exclusion'] };

/** A state in shape, word and colour; an excluded device says why. */
export function PresenceBadge({ presence, exclusion }: Props) {
  const { t } = useText();
  const word = presence === 'excluded' && exclusion ? t(`exclusion.${exclusion}`) : t(`presence.${presence}`);
  return (
    <span className={styles.badge} data-presence={presence}>
      <PresenceIcon presence={presence} />
      <span className={styles.word}>{word}</span>
    </span>
  );
}
