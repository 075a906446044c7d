import { useEffect, useRef } from 'react';
import { PresenceIcon } from '@/components/presence-icon';
import type { Site, Summary } from '@/lib/api-schemas';
import { useText } from '@/lib/i18n';
import styles from './site-tabs.module.css';

type SiteTabsProps = {
  sites: readonly Site[];
  summary: Summary | undefined;
  selected: string | undefined;
  onSelect: (site: string | undefined) => void;
};

/** One choice per site and one for all, each with the number of its missing devices. */
export function SiteTabs({ sites, summary, selected, onSelect }: SiteTabsProps) {
  const { t, count, number } = useText();
  const current = useRef<HTMLButtonElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new choice scrolls into view
  useEffect(() => {
    current.current?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
  }, [selected]);

  const missingOf = (id: string | undefined) =>
    id ? summary?.sites.find((site) => site.id === id)?.counts.missing : summary?.counts.missing;
  const tabs = [{ id: undefined, name: t('overview.all_sites') }, ...sites];

  return (
    <nav className={styles.tabs} aria-label={t('overview.sites')}>
      {tabs.map(({ id, name }) => {
        const missing = missingOf(id);
        const own = id === selected;
        return (
          <button
            key={id ?? 'all'}
            ref={own ? current : undefined}
            type="button"
            className={styles.tab}
            aria-current={own ? 'true' : undefined}
            onClick={() => onSelect(id)}
          >
            {name}
            <span className={styles.missing} data-some={(missing ?? 0) > 0}>
              <PresenceIcon presence={missing ? 'missing' : 'online'} />
              <span aria-hidden="true">{missing === undefined ? '–' : number(missing)}</span>
              <span className="visually-hidden">{count('overview.missing', missing ?? 0)}</span>
            </span>
          </button>
        );
      })}
    </nav>
  );
}
