import { exactTime } from '@/lib/format';
import { useText } from '@/lib/i18n';

/** Day, time and zone in full, for tables of facts. */
export function ExactTime({ at, zone }: { at: string; zone?: string | undefined }) {
  const text = useText();
  return <time dateTime={at}>{exactTime(text, Date.parse(at), zone)}</time>;
}
