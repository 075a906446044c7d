import { type KeyboardEvent, useEffect, useRef } from 'react';
import { PresenceIcon } from '@/components/presence-icon';
import type { Site, Summary } from '@/lib/api-schemas';
import { useText } from '@/lib/i18n';
import styles from './site-tabs.module.css';

type SiteTabsProps = {
  sites: readonly Site[];
  summary: Summary | undefined;
  selected: string | undefined;
  onSelect: (site: string | undefined) => void;
  /** The element that shows what the chosen tab names; one for all tabs, which filter it. */
  panel: string;
};

export const tabId = (site: string | undefined) => `tab-${site ?? 'all'}`;

/** One tab per site and one for all, each with the number of its missing devices. */
export function SiteTabs({ sites, summary, selected, onSelect, panel }: SiteTabsProps) {
  const { t, count, number } = useText();
  const list = useRef<HTMLDivElement>(null);
  const tabs = [{ id: undefined, name: t('overview.all_sites') }, ...sites];
  const at = Math.max(
    0,
    tabs.findIndex(({ id }) => id === selected),
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new choice scrolls into view
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
  }, [selected]);

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: tabs.length - 1,
    };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = (step + tabs.length) % tabs.length;
    onSelect(tabs[next]?.id);
    const tab = list.current?.children[next];
    if (tab instanceof HTMLElement) tab.focus();
  };

  const missingOf = (id: string | undefined) =>
    id ? summary?.sites.find((site) => site.id === id)?.counts.missing : summary?.counts.missing;

  return (
    <div ref={list} className={styles.tabs} role="tablist" aria-label={t('overview.sites')}>
      {tabs.map(({ id, name }, index) => {
        const missing = missingOf(id);
        return (
          <button
            key={id ?? 'all'}
            id={tabId(id)}
            type="button"
            role="tab"
            className={styles.tab}
            aria-selected={index === at}
            aria-controls={panel}
            tabIndex={index === at ? 0 : -1}
            onClick={() => onSelect(id)}
            onKeyDown={onKeyDown}
          >
            {name}
            <span className={styles.missing} data-some={(missing ?? 0) > 0}>
              <PresenceIcon presence="missing" />
              <span aria-hidden="true">{missing === undefined ? '–' : number(missing)}</span>
              <span className="visually-hidden">{count('overview.missing', missing ?? 0)}</span>
            </span>
          </button>
        );
      })}
    </div>
  );
}
