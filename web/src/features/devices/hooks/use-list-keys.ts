import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react';
import { usePreferences } from '@/lib/preferences';

type Options = {
  grid: RefObject<HTMLElement | null>;
  count: number;
  pageRows: number;
  reveal: (index: number) => void;
  open: (index: number) => void;
};

/** The row that was opened by the keyboard last, and from which step of the browser's history. */
let opened: { step: string | undefined; index: number } | null = null;

const letters: Record<string, string> = { j: 'ArrowDown', k: 'ArrowUp' };

/**
 * Moves through a list by arrows and j/k, opens by Enter, leaves by Escape. Back from what was opened
 * stands on its row again.
 */
export function useListKeys({ grid, count, pageRows, reveal, open }: Options) {
  const { shortcuts } = usePreferences();
  const { history } = useRouter();
  const stepNow = () => history.location.state.__TSR_key;
  const [returned] = useState(() => (opened?.step === stepNow() ? opened?.index : undefined));
  const [active, setActive] = useState(returned ?? -1);
  const current = Math.min(active, count - 1);

  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(count - 1, index));
    setActive(next);
    reveal(next);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || count === 0) return;
    if (event.target !== event.currentTarget) return;
    const key = (shortcuts && letters[event.key]) || event.key;
    const steps: Record<string, number> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + pageRows,
      PageUp: current - pageRows,
      Home: 0,
      End: count - 1,
    };
    const step = steps[key];
    if (step !== undefined) moveTo(step);
    else if (key === 'Enter' && current >= 0) {
      opened = { step: stepNow(), index: current };
      open(current);
    } else if (key === 'Escape') grid.current?.blur();
    else return;
    event.preventDefault();
  };

  const isRead = count > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the rows are there
  useEffect(() => {
    if (!isRead || returned === undefined || document.activeElement !== document.body) return;
    reveal(returned);
    grid.current?.focus({ preventScroll: true });
  }, [isRead]);

  // With the focus nowhere, j and k enter the list.
  useEffect(() => {
    if (!shortcuts) return undefined;
    const enter = (event: globalThis.KeyboardEvent) => {
      if (document.activeElement !== document.body || !letters[event.key]) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      grid.current?.focus({ preventScroll: true });
    };
    window.addEventListener('keydown', enter, { capture: true });
    return () => window.removeEventListener('keydown', enter, { capture: true });
  }, [grid, shortcuts]);

  return { active: current, setActive, onKeyDown };
}
