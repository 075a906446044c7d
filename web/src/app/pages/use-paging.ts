import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Paging } from '@/components/data-table';

/** The page of a list, kept in its address. */
export function usePaging(to: '/discovered' | '/refusals'): Paging {
  const navigate = useNavigate();
  const { page = 1 } = useSearch({ from: `/signed-in${to}` });
  return { page, onPage: (next) => void navigate({ to, search: next > 1 ? { page: next } : {} }) };
}
