import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { blockSize, devicePageQuery } from '@/features/devices/api/get-devices';
import type { DeviceFilter, Sort } from '@/features/devices/filter';
import type { DeviceRow } from '@/lib/api-schemas';
import { queryKeys } from '@/lib/query-keys';

const settleTime = 90;

/** Follows a value once it has rested: a fling asks the server for nothing that it flies over. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleTime);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

export type DeviceRows = {
  total: number | undefined;
  rowAt: (index: number) => DeviceRow | undefined;
  /** Rows on screen that would stand elsewhere, or not at all, if the list were read now. */
  moved: number;
  revision: number | undefined;
  error: Error | null;
  refresh: () => void;
};

/** The rows around a range of a list, read in blocks. */
export function useDevicePages(filter: DeviceFilter, sort: Sort, from: number, to: number): DeviceRows {
  const client = useQueryClient();
  const view = JSON.stringify([filter, sort]);
  const first = useSettled(Math.floor(from / blockSize));
  const last = useSettled(Math.floor(Math.max(from, to - 1) / blockSize));
  const blocks = Array.from({ length: Math.max(1, last - first + 1) }, (_, i) => first + i);
  const pages = useQueries({ queries: blocks.map((block) => devicePageQuery(filter, sort, block)) });

  const loaded = pages.find(({ data }) => data)?.data;
  const [known, setKnown] = useState<{ view: string; total: number }>();
  const total = loaded?.total ?? known?.total;
  if (loaded && (known?.total !== loaded.total || known.view !== view))
    setKnown({ view, total: loaded.total });

  return {
    total,
    rowAt: (index) => {
      const block = Math.floor(index / blockSize);
      const at = blocks.indexOf(block);
      const page =
        at >= 0 ? pages[at]?.data : client.getQueryData(devicePageQuery(filter, sort, block).queryKey);
      return page?.items[index - block * blockSize];
    },
    moved: pages.reduce((sum, { data }) => sum + (data?.moved?.length ?? 0), 0),
    revision: loaded?.revision,
    error: pages.find(({ error }) => error)?.error ?? null,
    refresh: () => void client.invalidateQueries({ queryKey: queryKeys.devicePages }),
  };
}
