import { useEffect, useState } from 'react';

/** Tells a screen reader which page came: nothing is loaded, so the browser does not. */
export function PageAnnouncer() {
  const [title, setTitle] = useState('');
  useEffect(() => {
    const element = document.querySelector('title');
    if (!element) return undefined;
    const observer = new MutationObserver(() => setTitle(document.title));
    observer.observe(element, { childList: true });
    return () => observer.disconnect();
  }, []);
  return (
    <p role="status" className="visually-hidden">
      {title}
    </p>
  );
}
