import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach } from 'vitest';
import { setLanguage } from '@/lib/i18n';
import { preferences } from '@/lib/preferences';

// A loaded machine is slow, not wrong.
configure({ asyncUtilTimeout: 8_000 });

// What jsdom does not have and the screens use.
window.scrollTo = () => undefined;
window.matchMedia ??= (media: string) =>
  ({
    media,
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }) as unknown as MediaQueryList;
HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
  this.open = false;
};

beforeEach(async () => {
  preferences.set({ theme: 'auto', density: 'normal', shortcuts: true, site: null });
  localStorage.clear();
  await setLanguage('en');
});
afterEach(cleanup);
