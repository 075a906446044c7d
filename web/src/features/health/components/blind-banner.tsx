import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Banner } from '@/components/banner';
import { brokersQuery } from '@/features/health/api/get-brokers';
import { clockTime } from '@/lib/format';
import { useText } from '@/lib/i18n';

/** Says on every page which broker is not heard and since when: states may then be out of date. */
export function BlindBanner() {
  const text = useText();
  const { data } = useQuery(brokersQuery);
  const blind = data?.items.filter(({ state }) => state === 'blind') ?? [];
  return blind.map(({ name, since }) => (
    <Banner key={name} kind="alarm">
      {text.t('blind.banner', { name, at: clockTime(text, Date.parse(since)) })}{' '}
      <Link to="/health">{text.t('blind.details')}</Link>
    </Banner>
  ));
}
