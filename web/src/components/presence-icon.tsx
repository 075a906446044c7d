import type { ReactNode } from 'react';
import type { Presence } from '@/lib/api-schemas';
import styles from './presence-icon.module.css';

const shapes: Record<Presence, ReactNode> = {
  online: (
    <>
      <circle className={styles.fill} cx="8" cy="8" r="7" />
      <path className={styles.mark} d="m4.8 8.3 2.2 2.2 4.2-4.6" />
    </>
  ),
  late: (
    <>
      <path
        className={styles.fill}
        d="M8 1.200a1 1 0 0 1 .9.500l6.3 11.300a1 1 0 0 1-.9 1.500H1.700a1 1 0 0 1-.9-1.500L7.1 1.700a1 1 0 0 1 .9-.5z"
      />
      <path className={styles.mark} d="M8 5.800v3.600M8 11.800v.1" />
    </>
  ),
  missing: (
    <>
      <path className={styles.fill} d="M5.1 1h5.800L15 5.100v5.800L10.9 15H5.100L1 10.900V5.100z" />
      <path className={styles.mark} d="m5.6 5.6 4.8 4.800m0-4.8-4.8 4.8" />
    </>
  ),
  never_seen: <circle className={styles.ring} cx="8" cy="8" r="6" strokeDasharray="3 2.39" />,
  unobserved: (
    <>
      <circle className={styles.ring} cx="8" cy="8" r="6" />
      <path className={styles.ring} d="m3.8 12.2 8.4-8.4" />
    </>
  ),
  excluded: (
    <>
      <rect className={styles.fill} x="1" y="1" width="14" height="14" rx="3.5" />
      <path
        className={styles.mark}
        d="m4.5 11.5 3.7-3.700M11.8 5.700a2.3 2.3 0 1 1-1.6-1.600L9.3 5l.2 1.4 1.4.2z"
      />
    </>
  ),
};

/** The shape of a state. Always beside its word, hence nothing for a screen reader. */
export function PresenceIcon({ presence }: { presence: Presence }) {
  return (
    <svg className={styles.icon} data-presence={presence} viewBox="0 0 16 16" aria-hidden="true">
      {shapes[presence]}
    </svg>
  );
}
