import type { ReactNode } from 'react';
import { Icon } from '@/components/icon';
import styles from './banner.module.css';

type BannerProps = { kind: 'notice' | 'alarm'; children: ReactNode };

/** A sentence across the page that concerns everything below it. */
export function Banner({ kind, children }: BannerProps) {
  return (
    <div className={styles.banner} data-kind={kind} role="status">
      <Icon name="warning" />
      <p className={styles.text}>{children}</p>
    </div>
  );
}
