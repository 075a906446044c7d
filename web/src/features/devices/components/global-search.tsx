import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Icon } from '@/components/icon';
import { deviceSearchQuery } from '@/features/devices/api/search-devices';
import { SearchResult } from '@/features/devices/components/search-result';
import {
  deviceInAddress,
  isExactPlace,
  placesMatching,
  type SearchChoice,
  searchWords,
} from '@/features/devices/global-search';
import type { Site } from '@/lib/api-schemas';
import { useText } from '@/lib/i18n';
import styles from './global-search.module.css';

const rest = 120;

/** One box for names, identifiers in any notation, places and scanned addresses. */
export function GlobalSearch({ sites, onClose }: { sites: readonly Site[]; onClose: () => void }) {
  const { t } = useText();
  const navigate = useNavigate();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const [active, setActive] = useState(0);
  const [wanted, setWanted] = useState('');
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(searchWords(text)), rest);
    return () => clearTimeout(timer);
  }, [text]);
  const { data, isFetching, error } = useQuery(deviceSearchQuery(asked));

  const answered = asked && data ? data.text : '';
  const places = placesMatching(sites, answered);
  const devices = (answered ? (data?.items ?? []) : []).map((row) => ({
    kind: 'device' as const,
    key: row.id,
    row,
  }));
  // A place that is named in full is meant; one that only contains the word is an offer.
  const choices: SearchChoice[] = isExactPlace(places[0], answered)
    ? [...places, ...devices]
    : [...devices, ...places];
  if (answered && data && data.total > data.items.length) {
    choices.push({ kind: 'all', key: 'all', total: data.total, search: { q: answered } });
  }
  const current = Math.min(active, choices.length - 1);

  const choose = (choice: SearchChoice) => {
    onClose();
    if (choice.kind === 'device') void navigate({ to: '/devices/$id', params: { id: choice.row.id } });
    else void navigate({ to: '/devices', search: choice.search });
  };
  // A scanner types and presses Enter at once: what it asked for opens when the answer is there.
  const entered = choices[current];
  useEffect(() => {
    if (!wanted || wanted !== answered || !entered) return;
    setWanted('');
    choose(entered);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive(Math.min(choices.length - 1, current + 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(0, current - 1));
    else if (event.key === 'Enter') {
      const address = deviceInAddress(text);
      if (address) {
        onClose();
        void navigate({ to: '/devices/$id', params: { id: address } });
      } else {
        setAsked(searchWords(text));
        setWanted(searchWords(text));
      }
    } else return;
    event.preventDefault();
  };

  return (
    <>
      <div className={styles.box}>
        <Icon name="search" />
        <input
          ref={input}
          role="combobox"
          aria-label={t('search.label')}
          aria-expanded={choices.length > 0}
          aria-controls={choices.length > 0 ? id : undefined}
          aria-activedescendant={current >= 0 ? `${id}-${current}` : undefined}
          aria-autocomplete="list"
          placeholder={t('search.label')}
          maxLength={200}
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setWanted('');
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {choices.length > 0 && (
        <div id={id} role="listbox" aria-label={t('search.results')} className={styles.results}>
          {choices.map((choice, at) => (
            <SearchResult
              key={choice.key}
              id={`${id}-${at}`}
              choice={choice}
              active={at === current}
              onChoose={() => choose(choice)}
            />
          ))}
        </div>
      )}
      <p className={styles.hint} role="status">
        {asked === '' && t('search.hint')}
        {asked !== '' && error && t('search.failed')}
        {asked !== '' && !error && !isFetching && choices.length === 0 && t('search.none')}
      </p>
    </>
  );
}
