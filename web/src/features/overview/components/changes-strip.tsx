import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { Icon } from '@/components/icon';
import { PresenceIcon } from '@/components/presence-icon';
import { TransitionItems } from '@/features/overview/components/transition-items';
import type { TransitionList } from '@/lib/api-schemas';
import { useText } from '@/lib/i18n';
import styles from './changes-strip.module.css';

type ChangesStripProps = {
  transitions: TransitionList | undefined;
  discovered: number | undefined;
  /** Restricts to these buildings; absent for all sites. */
  buildings: ReadonlySet<string> | undefined;
};

type Kind = 'missing' | 'back';

/** The last hour in three figures; the first two open the list of the devices behind them. */
export function ChangesStrip({ transitions, discovered, buildings }: ChangesStripProps) {
  const { t, count } = useText();
  const [open, setOpen] = useState<Kind | null>(null);
  const id = useId();

  const here =
    transitions?.items.filter(({ building_id }) => !buildings || buildings.has(building_id ?? '')) ?? [];
  const missing = here.filter(({ to }) => to === 'missing');
  const back = here.filter(({ from, to }) => from === 'missing' && to === 'online');
  const totals = {
    missing: buildings ? missing.length : (transitions?.went_missing ?? 0),
    back: buildings ? back.length : (transitions?.came_back ?? 0),
  };
  const toggle = (kind: Kind) => setOpen((old) => (old === kind ? null : kind));

  return (
    <section className={styles.strip} aria-label={t('changes.title')}>
      <div className={styles.line}>
        <span className={styles.title}>{t('changes.title')}</span>
        {(['missing', 'back'] as const).map((kind) => (
          <button
            key={kind}
            type="button"
            className={styles.figure}
            aria-expanded={open === kind}
            aria-controls={open === kind ? id : undefined}
            onClick={() => toggle(kind)}
          >
            <PresenceIcon presence={kind === 'missing' ? 'missing' : 'online'} />
            {count(`changes.${kind}`, totals[kind])}
          </button>
        ))}
        <Link to="/discovered" className={styles.figure}>
          <Icon name="discovered" />
          {count('changes.discovered', discovered ?? 0)}
        </Link>
      </div>
      {open && (
        <div id={id} className={styles.list}>
          <TransitionItems items={open === 'missing' ? missing : back} />
        </div>
      )}
    </section>
  );
}
