import type { ReactNode } from 'react';
import { Icon, type IconName } from '@/components/icon';
import styles from './screen-state.module.css';

type EmptyStateProps = { icon?: IconName; title: string; text?: string; children?: ReactNode };

/** Says that there is nothing, why that may be, and what to do next. */
export function EmptyState({ icon = 'check', title, text, children }: EmptyStateProps) {
  return (
    <div className={styles.state}>
      <Icon name={icon} size={28} />
      <p className={styles.title}>{title}</p>
      {text && <p className={styles.text}>{text}</p>}
      {children}
    </div>
  );
}
