import type { ReactNode } from 'react';
import styles from './facts.module.css';

export type Fact = { name: string; value: ReactNode; mono?: boolean };

/** Names and values in two columns. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ name, value, mono }) => (
        <div key={name} className={styles.fact}>
          <dt>{name}</dt>
          <dd data-mono={mono}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
