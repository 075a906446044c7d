import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export const settings = {
  url: process.env.SOC_URL ?? 'http://127.0.0.1:8000',
  name: process.env.SOC_USER ?? 'admin',
  password: process.env.SOC_PASSWORD ?? '',
  /** Seconds in which something on the server must change; 0 when nothing does. */
  changes: Number(process.env.SOC_CHANGES ?? 30),
  /** Where to ask for a stop of the server with changes meanwhile (tests/integration/browser.py). */
  stage: process.env.SOC_STAGE ?? '',
};

export const sizes = { desk: [1440, 900], phone: [390, 844], small: [320, 640] };

const browserArguments = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function openBrowser() {
  return chromium.launch({
    executablePath: process.env.SOC_CHROMIUM ?? '/usr/bin/chromium',
    args: browserArguments,
  });
}

/** A browser of its own reader: nothing remembered but the theme and the language given. */
export async function openContext(
  browser,
  { size = 'desk', theme = 'light', language = 'en', signedIn = true, person = settings } = {},
) {
  const [width, height] = sizes[size];
  const context = await browser.newContext({
    viewport: { width, height },
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    ignoreHTTPSErrors: true,
  });
  context.setDefaultTimeout(10_000);
  await context.addInitScript(
    ([chosenTheme, chosenLanguage]) => {
      localStorage.getItem('soc.theme') ?? localStorage.setItem('soc.theme', chosenTheme);
      localStorage.getItem('soc.language') ?? localStorage.setItem('soc.language', chosenLanguage);
      window.violations = [];
      document.addEventListener('securitypolicyviolation', (event) => {
        window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ''}`);
      });
      window.layoutShift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.layoutShift += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    },
    [theme, language],
  );
  const page = await context.newPage();
  if (signedIn) await signIn(page, person);
  return { context, page };
}

export async function signIn(page, person = settings) {
  await page.goto(`${settings.url}/login`);
  await page.getByLabel(/^(User name|Nom d’utilisateur)$/).fill(person.name);
  await page.getByLabel(/^(Password|Mot de passe)$/).fill(person.password);
  await page.getByRole('button', { name: /^(Sign in|Se connecter)$/ }).click();
  await page
    .getByRole('navigation', { name: /^(Main navigation|Navigation principale)$/ })
    .first()
    .waitFor();
}

/** The rows that hold data, in their order on screen. */
export const rowsOf = (page) => page.locator('[role=row][data-presence]');

export async function firstRow(page) {
  const row = rowsOf(page).first();
  await row.waitFor();
  return row;
}

export function assert(condition, text) {
  if (!condition) throw new Error(text);
}

export function assertEqual(found, wanted, text) {
  assert(found === wanted, `${text}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
}

export async function eventually(question, text, seconds = 10) {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    if (await question()) return;
    assert(Date.now() < until, typeof text === 'function' ? text() : text);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What must hold on every page, in every theme and width. */
export async function judge(page) {
  await page.evaluate(axeSource);
  const faults = await page.evaluate(async (tags) => {
    const { violations } = await window.axe.run(document, { runOnly: { type: 'tag', values: tags } });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)} (${nodes.length})`);
  }, axeTags);
  assert(faults.length === 0, `axe: ${faults.join(' | ')}`);

  const figures = await page.evaluate(() => ({
    violations: window.violations,
    shift: window.layoutShift,
    nodes: document.querySelectorAll('*').length,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }));
  assert(figures.violations.length === 0, `CSP: ${figures.violations.join(' | ')}`);
  assert(figures.shift <= 0.05, `layout shift ${figures.shift.toFixed(3)}`);
  assert(figures.nodes <= 3000, `${figures.nodes} DOM nodes`);
  assert(figures.overflow <= 0, `${figures.overflow} px too wide`);
  return figures;
}
