import { useEffect, useRef, useState } from 'react';
import { Icon } from '@/components/icon';
import { useText } from '@/lib/i18n';
import styles from './filter-bar.module.css';

const rest = 250;

/** Free text over the list. The address follows once typing rests. */
export function SearchBox({ text, onSearch }: { text: string; onSearch: (text: string) => void }) {
  const { t } = useText();
  const [draft, setDraft] = useState(text);
  const sent = useRef(text);
  const send = useRef(onSearch);
  send.current = onSearch;

  // The address changed by another hand: a removed chip, Back, a link.
  useEffect(() => {
    if (text === sent.current) return;
    sent.current = text;
    setDraft(text);
  }, [text]);

  useEffect(() => {
    const wanted = draft.trim();
    if (wanted === sent.current) return undefined;
    const timer = setTimeout(() => {
      sent.current = wanted;
      send.current(wanted);
    }, rest);
    return () => clearTimeout(timer);
  }, [draft]);

  return (
    <label className={styles.search}>
      <span className="visually-hidden">{t('filter.search')}</span>
      <Icon name="search" />
      <input
        className="field"
        type="search"
        value={draft}
        placeholder={t('filter.search')}
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setDraft(event.target.value)}
      />
    </label>
  );
}
