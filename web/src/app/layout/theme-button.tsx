import { Icon } from '@/components/icon';
import { useText } from '@/lib/i18n';
import { preferences, usePreferences } from '@/lib/preferences';
import styles from './app-header.module.css';

/** Changes between light and dark; following the device is a choice of the user menu. */
export function ThemeButton() {
  const { t } = useText();
  usePreferences();
  const dark = document.documentElement.dataset.theme === 'dark';
  const name = t(dark ? 'theme.to_light' : 'theme.to_dark');
  return (
    <button
      type="button"
      className={styles.action}
      aria-label={name}
      title={name}
      onClick={() => preferences.set({ theme: dark ? 'light' : 'dark' })}
    >
      <Icon name="display" />
    </button>
  );
}
