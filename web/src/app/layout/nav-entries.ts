/** The pages of the navigation, in its order, with the letter that follows `g`. */
export const navEntries = [
  { to: '/', name: 'overview', letter: 'o' },
  { to: '/devices', name: 'devices', letter: 'd' },
  { to: '/discovered', name: 'discovered', letter: 'n' },
  { to: '/refusals', name: 'refusals', letter: 'r' },
  { to: '/health', name: 'health', letter: 'h' },
  { to: '/users', name: 'users', letter: 'u', role: 'administrator' },
] as const;

export type NavEntry = (typeof navEntries)[number];

export const goTo: Record<string, NavEntry['to']> = Object.fromEntries(
  navEntries.map(({ letter, to }) => [letter, to]),
);
