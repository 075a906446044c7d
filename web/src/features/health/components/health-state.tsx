import { Icon, type IconName } from '@/components/icon';
import styles from './health-view.module.css';

export type Grade = 'good' | 'waiting' | 'bad';

const icons: Record<Grade, IconName> = { good: 'check', waiting: 'wait', bad: 'warning' };

/** A state of a part of the service: shape and word. */
export function HealthState({ grade, word }: { grade: Grade; word: string }) {
  return (
    <span className={styles.state} data-grade={grade}>
      <Icon name={icons[grade]} />
      {word}
    </span>
  );
}
