import { type ReactNode, useEffect } from 'react';
import styles from './page-head.module.css';

type PageHeadProps = { title: string; text?: string; children?: ReactNode };

/** The one heading of a page, which is also the name of the browser's tab. */
export function PageHead({ title, text, children }: PageHeadProps) {
  useEffect(() => {
    document.title = `${title} · sensOCampus`;
  }, [title]);
  return (
    <header className={styles.head}>
      <div className={styles.words}>
        <h1>{title}</h1>
        {text && <p className={styles.text}>{text}</p>}
      </div>
      {children}
    </header>
  );
}
