import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Overlay } from '@/app/layout/app-layout';
import { goTo } from '@/app/layout/nav-entries';
import { usePreferences } from '@/lib/preferences';

const chordTime = 1_500;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea, dialog[open]') !== null;
}

/** The keys that work on every page. Single letters can be turned off; Ctrl+K stays. */
export function useShortcuts(open: (overlay: Overlay) => void) {
  const navigate = useNavigate();
  const { shortcuts } = usePreferences();

  useEffect(() => {
    let chordUntil = 0;
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        open('search');
        return;
      }
      if (!shortcuts || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const inChord = performance.now() < chordUntil;
      chordUntil = 0;
      const target = inChord ? goTo[event.key] : undefined;
      if (target) void navigate({ to: target });
      else if (event.key === 'g') chordUntil = performance.now() + chordTime;
      else if (event.key === '/') open('search');
      else if (event.key === '?') open('help');
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate, open, shortcuts]);
}
