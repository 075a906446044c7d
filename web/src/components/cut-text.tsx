import { cut } from '@/lib/format';
import styles from './cut-text.module.css';

/** A text that strangers write, at most so long; in full when opened. */
export function CutText({ text, max = 160 }: { text: string; max?: number }) {
  if (text.length <= max) return text;
  return (
    <details>
      <summary className={styles.summary}>{cut(text, max)}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
      <div className={styles.full} tabIndex={0}>
        {text}
      </div>
    </details>
  );
}
