import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Banner } from '@/components/banner';
import { brokersQuery } from '@/features/health/api/get-brokers';
import { isNotHeard, stateSince, whyNotHeard } from '@/features/health/hearing';
import type { Broker } from '@/lib/api-schemas';
import { useNow } from '@/lib/clock';
import { clockTime } from '@/lib/format';
import { useText } from '@/lib/i18n';

/** A connection is made in a moment; only one that is not by then is worth a banner. */
const patience = 30_000;

/** Says on every page which broker is not heard, since when, why, and what that means for devices. */
export function BlindBanner() {
  const text = useText();
  const now = useNow();
  const { data } = useQuery(brokersQuery);
  const lasts = ({ state, since }: Broker) => state === 'blind' || now - Date.parse(since) > patience;
  const sentence = (broker: Broker) => {
    const since = stateSince(broker);
    const what = { name: broker.name, why: whyNotHeard(text, broker) };
    if (since === null) return text.t('blind.banner.never', what);
    return text.t('blind.banner', { ...what, at: clockTime(text, Date.parse(since)) });
  };
  return data?.items
    .filter((broker) => isNotHeard(broker) && lasts(broker))
    .map((broker) => (
      <Banner key={broker.name} kind="alarm">
        {sentence(broker)} <Link to="/health">{text.t('blind.details')}</Link>
      </Banner>
    ));
}
