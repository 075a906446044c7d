import { chooseLanguage, type Key, useText } from '@/lib/i18n';
import { type Preferences, preferences, usePreferences } from '@/lib/preferences';
import styles from './settings.module.css';

type ChoiceProps<T extends string> = {
  name: string;
  title: string;
  value: T;
  options: readonly { value: T; word: string }[];
  onChoose: (value: T) => void;
};

function Choice<T extends string>({ name, title, value, options, onChoose }: ChoiceProps<T>) {
  return (
    <fieldset className={styles.choice}>
      <legend>{title}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.option}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChoose(option.value)}
          />
          {option.word}
        </label>
      ))}
    </fieldset>
  );
}

const themes = ['auto', 'light', 'dark'] as const;
const densities = ['normal', 'compact'] as const;
const languages = ['en', 'fr'] as const;

/** Language, theme, density and keys, as this browser remembers them. */
export function Settings({ id }: { id: string }) {
  const { t, locale } = useText();
  const { theme, density, shortcuts } = usePreferences();
  const set = (change: Partial<Preferences>) => preferences.set(change);
  const worded = <T extends string>(values: readonly T[], keyOf: (value: T) => Key) =>
    values.map((value) => ({ value, word: t(keyOf(value)) }));
  return (
    <div className={styles.settings}>
      <Choice
        name={`${id}-language`}
        title={t('language.title')}
        value={locale}
        options={worded(languages, (value) => `language.${value}`)}
        onChoose={(language) => void chooseLanguage(language)}
      />
      <Choice
        name={`${id}-theme`}
        title={t('theme.title')}
        value={theme}
        options={worded(themes, (value) => `theme.${value}`)}
        onChoose={(value) => set({ theme: value })}
      />
      <Choice
        name={`${id}-density`}
        title={t('density.title')}
        value={density}
        options={worded(densities, (value) => `density.${value}`)}
        onChoose={(value) => set({ density: value })}
      />
      <label className={styles.option}>
        <input type="checkbox" checked={shortcuts} onChange={() => set({ shortcuts: !shortcuts })} />
        {t('shortcuts.single')}
      </label>
    </div>
  );
}
