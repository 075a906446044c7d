import { useSyncExternalStore } from 'react';
import { store } from '@/lib/preferences';
import type en from '@/locales/en.json';

// Texts by key, typed from en.json. A language is one file, loaded when it is chosen. Plural keys end
// in `_one`, `_other` and what else Intl.PluralRules asks for; `pseudo` shows untranslated places.

export type Key = keyof typeof en;
export type PluralKey = Key extends infer K ? (K extends `${infer Base}_other` ? Base : never) : never;
export type Language = 'en' | 'fr' | 'pseudo';
type Params = Record<string, string | number>;
type Messages = Record<string, string>;

const loaders: Record<'en' | 'fr', () => Promise<{ default: Messages }>> = {
  en: () => import('@/locales/en.json'),
  fr: () => import('@/locales/fr.json'),
};

function isLanguage(text: string | null): text is Language {
  return text === 'en' || text === 'fr' || (import.meta.env.DEV && text === 'pseudo');
}

function fill(text: string, params: Params | undefined): string {
  return params ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole)) : text;
}

function makeText(language: Language, messages: Messages) {
  const locale = language === 'pseudo' ? 'en' : language;
  const plurals = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const look = (key: string) => (language === 'pseudo' ? `[[${key}]]` : messages[key]);

  return {
    language,
    locale,
    /** The text of a key, `{name}` replaced by the parameter of that name. */
    t: (key: Key, params?: Params) => fill(look(key) ?? key, params),
    /** The text for a number of things; `{n}` is that number, formatted. */
    count: (key: PluralKey, n: number, params?: Params) =>
      fill(look(`${key}_${plurals.select(n)}`) ?? look(`${key}_other`) ?? key, {
        n: numbers.format(n),
        ...params,
      }),
    /** For words that come from the server, which may be newer than this page. */
    word: (prefix: string, word: string, otherwise: Key, params?: Params) =>
      fill(messages[`${prefix}.${word}`] ?? messages[otherwise] ?? word, { word, ...params }),
    number: (n: number) => numbers.format(n),
  };
}

export type Text = ReturnType<typeof makeText>;

let current: Text = makeText('en', {});
const listeners = new Set<() => void>();

/** Loads a language and shows it everywhere at once, without a reload. */
export async function setLanguage(language: Language) {
  const { default: messages } = await loaders[language === 'fr' ? 'fr' : 'en']();
  current = makeText(language, messages);
  document.documentElement.lang = current.locale;
  for (const listener of listeners) listener();
}

export async function chooseLanguage(language: Language) {
  store('soc.language', language);
  await setLanguage(language);
}

/** The language that public/theme.js wrote on the page. */
export function pageLanguage(): Language {
  const { lang } = document.documentElement;
  return isLanguage(lang) ? lang : 'en';
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useText(): Text {
  return useSyncExternalStore(subscribe, () => current);
}
