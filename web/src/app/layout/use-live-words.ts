import { useNow } from '@/lib/clock';
import { clockTime, duration } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { useLiveState } from '@/lib/live';
import { pollEvery } from '@/lib/poller';

type LiveWords = { shape: 'live' | 'waiting' | 'stale'; words: string };

export function useLiveWords(): LiveWords {
  const text = useText();
  const { kind, since, heardAt } = useLiveState();
  const now = useNow(kind === 'reconnecting');
  if (kind === 'live') return { shape: 'live', words: text.t('live.on') };
  if (kind === 'starting') return { shape: 'waiting', words: text.t('live.starting') };
  if (kind === 'polling')
    return { shape: 'waiting', words: text.t('live.polling', { time: duration(text, pollEvery) }) };
  if (kind === 'stale')
    return { shape: 'stale', words: text.t('live.stale', { at: clockTime(text, heardAt) }) };
  const time = duration(text, Math.max(now - since, 0));
  return { shape: 'waiting', words: text.t('live.reconnecting', { time }) };
}
