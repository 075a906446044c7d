import type { Broker } from '@/lib/api-schemas';
import type { Text } from '@/lib/i18n';

// The one place that puts into words that a broker is not heard: banner, panel and list of
// dependencies say the same moments and the same causes.

/** Not proven is another thing: messages arrive, only the proof that none is lost is missing. */
export const isNotHeard = ({ state }: Broker) => state === 'blind' || state === 'connecting';

const lastingInterruption = ({ blind }: Broker) => blind.find(({ until }) => until === null);

/** Where nothing was ever proven, all the past is blind: the server gives the beginning of time. */
export const hasBegun = (since: string) => Date.parse(since) > 0;

/**
 * Since when the broker is as it is; null when it was never heard. An interruption begins with the
 * last proof of hearing, which is before the server noticed it.
 */
export function stateSince(broker: Broker): string | null {
  if (!isNotHeard(broker)) return broker.since;
  const since = lastingInterruption(broker)?.since ?? broker.since;
  return hasBegun(since) ? since : null;
}

/** The interruptions to list. What only reads proves nothing, and is not interrupted by that. */
export const interruptions = ({ state, blind }: Broker) =>
  state === 'not_proven' ? blind.filter(({ until }) => until !== null) : blind;

/** How the connection is. That it stands is not yet that the broker is heard. */
export function connectionInWords({ word }: Text, broker: Broker): string {
  const awaiting = isNotHeard(broker) && broker.detail === 'connected';
  return word('broker.detail', awaiting ? 'unproven' : broker.detail, 'broker.detail.other');
}

/** These say what the server is doing; the other words of a connection say why it does not stand. */
const underWay = ['connected', 'connecting', 'reopened'];

/** Why the broker is not heard, in one sentence or two: what ended it, and what is wrong now. */
export function whyNotHeard(text: Text, broker: Broker): string {
  const now = `${connectionInWords(text, broker)}.`;
  const reason = broker.state === 'blind' ? lastingInterruption(broker)?.reason : undefined;
  const isSaid = reason === broker.detail || (reason === 'disconnected' && !underWay.includes(broker.detail));
  return reason && !isSaid ? `${text.t(`blind.reason.${reason}`)}. ${now}` : now;
}
