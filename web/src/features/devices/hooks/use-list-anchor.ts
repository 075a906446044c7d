import { type RefObject, useEffect, useRef } from 'react';
import type { DeviceSearch } from '@/features/devices/filter';
import { overscan } from '@/features/devices/hooks/use-window-range';

const rest = 400;
/** The bars that stick to the top of the window and the head of the table. */
const stickyHeight = 96;
const bottomBar = 72;

type Options = {
  body: RefObject<HTMLElement | null>;
  rowHeight: number;
  range: { from: number; to: number };
  search: DeviceSearch;
  ready: boolean;
  onSearch: (change: Partial<DeviceSearch>) => void;
};

/** Keeps the place in a list in its address, so that Back and a link in a message return to it. */
export function useListAnchor({ body, rowHeight, range, search, ready, onSearch }: Options) {
  const { at = 0, ...view } = search;
  const viewKey = JSON.stringify(view);
  const restored = useRef(at === 0);
  const lastView = useRef(viewKey);
  const write = useRef(onSearch);
  write.current = onSearch;

  const bodyTop = () => (body.current?.getBoundingClientRect().top ?? 0) + window.scrollY;

  useEffect(() => {
    if (!ready || restored.current) return;
    restored.current = true;
    window.scrollTo(0, bodyTop() + at * rowHeight - stickyHeight);
  });

  // Another filter or order begins at its first row.
  useEffect(() => {
    if (lastView.current === viewKey) return;
    lastView.current = viewKey;
    restored.current = true;
    const top = bodyTop() - stickyHeight;
    if (window.scrollY > top) window.scrollTo(0, Math.max(0, top));
  });

  const first = range.from === 0 ? 0 : range.from + overscan;
  useEffect(() => {
    if (!ready || !restored.current || first === at) return undefined;
    const timer = setTimeout(() => write.current({ at: first || undefined }), rest);
    return () => clearTimeout(timer);
  }, [ready, first, at]);

  /** Scrolls no more than needed to show a row clear of everything that sticks. */
  const reveal = (index: number) => {
    const top = bodyTop() + index * rowHeight;
    const above = top - stickyHeight;
    const below = top + rowHeight + bottomBar - window.innerHeight;
    if (window.scrollY > above) window.scrollTo(0, Math.max(0, above));
    else if (window.scrollY < below) window.scrollTo(0, below);
  };

  return { reveal };
}
