import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Banner } from '@/components/banner';
import { brokersQuery } from '@/features/health/api/get-brokers';
import type { Broker } from '@/lib/api-schemas';
import { clockTime } from '@/lib/format';
import { useText } from '@/lib/i18n';

/** The time that lasts begins with the last proof, which is before the state was left. */
const openSince = (times: Broker['blind']) => times.find(({ until }) => until === null)?.since;

/** Says on every page which broker is not heard and since when: states may then be out of date. */
export function BlindBanner() {
  const text = useText();
  const { data } = useQuery(brokersQuery);
  const blind = data?.items.filter(({ state }) => state === 'blind') ?? [];
  return blind.map(({ name, since, blind: times }) => (
    <Banner key={name} kind="alarm">
      {text.t('blind.banner', { name, at: clockTime(text, Date.parse(openSince(times) ?? since)) })}{' '}
      <Link to="/health">{text.t('blind.details')}</Link>
    </Banner>
  ));
}
