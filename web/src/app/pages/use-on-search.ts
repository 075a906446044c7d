import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { DeviceSearch } from '@/features/devices/filter';

/** Changes the address of a list. A new view is a step of Back; the place in it is not. */
export function useOnSearch(to: '/' | '/devices') {
  const navigate = useNavigate();
  return useCallback(
    (change: Partial<DeviceSearch>) => {
      const placeOnly = Object.keys(change).every((key) => key === 'at');
      const typing = 'q' in change;
      void navigate({
        to,
        search: (old: DeviceSearch) => ({ ...old, ...change }) as DeviceSearch,
        replace: placeOnly || typing,
        // The list moves itself where it must; the router would go to the top of the page.
        resetScroll: false,
      });
    },
    [navigate, to],
  );
}
