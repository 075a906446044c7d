/** Joins class names and skips what is not there. */
export function names(...list: (string | false | null | undefined)[]): string {
  return list.filter(Boolean).join(' ');
}
