import { type RefObject, useCallback, useEffect, useState } from 'react';

export const overscan = 6;

type Range = { from: number; to: number };

/**
 * Which rows of a list of equal rows stand in the window; the caller cuts the range at the list's end.
 * The page itself scrolls, not a box in it.
 */
export function useWindowRange(list: RefObject<HTMLElement | null>, rowHeight: number): Range {
  const [range, setRange] = useState<Range>({ from: 0, to: 0 });

  const measure = useCallback(() => {
    const top = list.current?.getBoundingClientRect().top ?? 0;
    const from = Math.max(0, Math.floor(-top / rowHeight) - overscan);
    const to = Math.max(from, Math.ceil((window.innerHeight - top) / rowHeight) + overscan);
    setRange((old) => (old.from === from && old.to === to ? old : { from, to }));
  }, [list, rowHeight]);

  useEffect(() => {
    let frame = 0;
    const onMove = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(measure);
    };
    measure();
    window.addEventListener('scroll', onMove, { passive: true });
    window.addEventListener('resize', onMove);
    // What stands above the list may grow and push it.
    const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(onMove);
    observer?.observe(document.body);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('scroll', onMove);
      window.removeEventListener('resize', onMove);
      observer?.disconnect();
    };
  }, [measure]);

  return range;
}
