// Runs before the first paint, so that nobody sees the wrong theme or language flash by.
(() => {
  var read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  var root = document.documentElement;
  var theme = read('soc.theme');
  var dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = dark ? 'dark' : 'light';
  root.lang = read('soc.language') || (/^fr\b/i.test(navigator.language) ? 'fr' : 'en');
  root.dataset.density = read('soc.density') === 'compact' ? 'compact' : 'normal';
})();
