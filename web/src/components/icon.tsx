const paths = {
  overview: 'M2.5 2.500h4.500v5H2.500zM9 2.500h4.500v3H9zM9 7.500h4.500v6H9zM2.5 9.500h4.500v4H2.500z',
  devices: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  discovered:
    'M8 2.500v2M8 11.500v2M2.5 8h2M11.5 8h2M8 6.200a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.600zM4.1 4.100l1.4 1.400M10.5 10.500l1.4 1.400M4.1 11.900l1.4-1.400M10.5 5.500l1.4-1.4',
  refusals: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM3.8 3.800l8.4 8.4',
  health: 'M1.5 8.500h3l1.5-5 3 9.5 2-6 .9 1.500h2.6',
  search: 'M7 2.500a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.3 10.300l3.5 3.5',
  user: 'M8 2.500a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.600zM2.8 13.800c.5-2.7 2.6-4 5.2-4s4.7 1.3 5.2 4',
  users:
    'M6 3a2.4 2.4 0 1 1 0 4.8A2.4 2.4 0 0 1 6 3zM1.5 13c.4-2.300 2.200-3.400 4.500-3.400s4.100 1.100 4.500 3.400M10.300 3.300a2.200 2.200 0 0 1 0 4.200M12 9.900c1.400.4 2.300 1.500 2.500 3.100',
  display: 'M8 2.200a5.8 5.8 0 1 0 0 11.600zM8 2.200a5.8 5.8 0 0 1 0 11.6',
  close: 'M4 4l8 8M12 4l-8 8',
  copy: 'M5.5 5.500h8v8h-8zM10.5 5.500v-3h-8v8h3',
  check: 'M3 8.500l3.2 3.200L13 4.8',
  up: 'M8 13V3.500M4 7.500l4-4 4 4',
  down: 'M8 3v9.500M4 8.500l4 4 4-4',
  filter: 'M2.5 3.500h11L9.3 8.600v4.200l-2.6-1.300V8.600z',
  refresh: 'M13 5.500A5.5 5.5 0 1 0 13.5 9M13.2 2.200v3.600H9.6',
  more: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
  wait: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 4.800V8l2.200 1.600',
  open: 'M6 3.500H3v9.500h9.500v-3M9 3h4v4M13 3L7.5 8.5',
  chevron: 'M6 3.500L10.5 8 6 12.5',
  warning: 'M8 2l6.5 11.500h-13zM8 6.500v3.200M8 11.700v.1',
} as const;

export type IconName = keyof typeof paths;

/** A small line drawing beside or instead of a word; the caller gives the name to read aloud. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  );
}
