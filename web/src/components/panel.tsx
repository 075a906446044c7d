import { type ReactNode, useId } from 'react';
import styles from './panel.module.css';

type PanelProps = { title: string; aside?: ReactNode; children: ReactNode };

/** A titled surface; the title names the region. */
export function Panel({ title, aside, children }: PanelProps) {
  const id = useId();
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <header className={styles.header}>
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}
