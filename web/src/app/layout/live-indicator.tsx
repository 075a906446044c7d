import { useLiveWords } from '@/app/layout/use-live-words';
import styles from './live-indicator.module.css';

/** Live, reconnecting since, or data from: in words and in shape. */
export function LiveIndicator() {
  const { shape, words } = useLiveWords();
  return (
    <span className={styles.live} data-shape={shape}>
      <svg className={styles.shape} viewBox="0 0 12 12" aria-hidden="true">
        {shape === 'live' && <circle cx="6" cy="6" r="5" fill="currentColor" />}
        {shape === 'waiting' && (
          <circle
            cx="6"
            cy="6"
            r="4.5"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            strokeDasharray="5 3"
          />
        )}
        {shape === 'stale' && <path d="M6 1l5.5 10H.5z" fill="currentColor" />}
      </svg>
      <span>{words}</span>
    </span>
  );
}
