import { useQuery } from '@tanstack/react-query';
import { type NavEntry, navEntries } from '@/app/layout/nav-entries';
import { meQuery } from '@/features/session/api/get-me';

/** The pages that this reader may see. The server refuses the others by itself. */
export function useNavEntries(): readonly NavEntry[] {
  const { data: me } = useQuery(meQuery);
  return navEntries.filter((entry) => !('role' in entry) || entry.role === me?.role);
}
