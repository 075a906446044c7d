import { assert, assertEqual, eventually, firstRow, openContext, settings } from './support.mjs';

// Something happens that a page could miss: the server stops for 5 s and 50 devices change meanwhile;
// or the line breaks for 5 s and 200 boards come back meanwhile; or they come back all at once. A page
// that stayed open must show what a page opened afterwards shows, without having been loaded again.

/** High enough for every row of the demonstration campus at once: what is compared is what stands there. */
const tall = { width: 1440, height: 12_000 };
const stopSeconds = 60;
/** In which a page must have noticed that nothing comes any more. */
const silenceSeconds = 45;
const bannerText = /What you see is from/;

/** What a reader sees, as data. Ages tick, so a time counts as the moment that it names. */
function readPage() {
  const words = (element) => element.textContent.replace(/\s+/g, ' ').trim();
  const all = (selector) => [...document.querySelectorAll(selector)];
  const cell = (element) => element.querySelector('time')?.getAttribute('datetime') ?? words(element);
  const rows = all('[role=row][data-presence]')
    .sort((a, b) => a.ariaRowIndex - b.ariaRowIndex)
    .map((row) => [...row.children].map(cell).join(' | '));
  return {
    rows,
    total: document.querySelector('[role=grid]').ariaRowCount,
    waiting: all('[role=row][aria-busy=true]').length,
    chips: all('fieldset button').map(words),
    tabs: all('[role=tab]').map(words),
    // Cards keep the order that they had when their page was opened.
    cards: all('section li[data-selected]').map(words).sort(),
    changes: all('section[aria-label="In the last hour"] > div').map(words),
    banners: all('[role=status]')
      .map(words)
      .filter((text) => /live|not heard/i.test(text)),
  };
}

async function openTall(browser, path) {
  const { context, page } = await openContext(browser);
  await page.setViewportSize(tall);
  await page.goto(settings.url + path);
  await firstRow(page);
  await page.getByText('Live', { exact: true }).waitFor();
  return { context, page };
}

/** From now on: which documents this page asks for. A reload or a navigation would be one. */
async function markDocument(page) {
  const loads = [];
  page.on('request', (request) => request.isNavigationRequest() && loads.push(request.url()));
  const born = await page.evaluate(() => {
    window.stayed = 'since before the stop';
    return performance.timeOrigin;
  });
  return async () => {
    assertEqual(loads.length, 0, `documents loaded (${loads})`);
    assertEqual(await page.evaluate(() => window.stayed), 'since before the stop', 'mark of the document');
    assertEqual(await page.evaluate(() => performance.timeOrigin), born, 'birth of the document');
  };
}

async function differences(one, other) {
  const [left, right] = await Promise.all([one.evaluate(readPage), other.evaluate(readPage)]);
  assert(right.rows.length > 50, `only ${right.rows.length} rows to compare`);
  return Object.keys(right).flatMap((part) => {
    if (JSON.stringify(left[part]) === JSON.stringify(right[part])) return [];
    if (!Array.isArray(left[part])) return `${part}: ${left[part]} and ${right[part]}`;
    const at = right[part].findIndex((item, index) => item !== left[part][index]);
    return `${part} ${at}: ${left[part][at]} and ${right[part][at]}`;
  });
}

async function happen(deed) {
  const answer = await fetch(`${settings.stage}/${deed}`, {
    method: 'POST',
    signal: AbortSignal.timeout(stopSeconds * 1000),
  });
  assertEqual(answer.status, 204, 'answer of the stage');
}

const reconnecting = (page) => page.getByText(/^Reconnecting since/).waitFor({ timeout: stopSeconds * 1000 });
const live = (page) => page.getByText('Live', { exact: true }).waitFor({ timeout: stopSeconds * 1000 });

/** Leaves both pages as they are when they are equal. */
async function becomesEqual(page, fresh) {
  let found = [];
  await eventually(
    async () => {
      found = await differences(page, fresh);
      return found.length === 0;
    },
    () => `the open page differs from a fresh one: ${found.join('; ')}`,
    20,
  );
}

async function staysEqual(browser, path) {
  const { context, page } = await openTall(browser, path);
  const before = await page.evaluate(readPage);
  const hasStayed = await markDocument(page);
  await Promise.all([happen('restart'), reconnecting(page)]);
  await live(page);

  const fresh = await openTall(browser, path);
  await becomesEqual(page, fresh.page);
  await hasStayed();
  const renamed = (await page.evaluate(readPage)).rows.filter(
    (row) => row.startsWith('Renamed in stop') && !before.rows.includes(row),
  );
  assertEqual(renamed.length, 50, 'devices with another name than before the stop');
  await context.close();
  await fresh.context.close();
  return `${before.rows.length} rows`;
}

function figureColours() {
  const figures = document.querySelectorAll(
    'fieldset strong, section li[data-selected] [role=img], [role=tab] [data-some], [aria-label="In the last hour"] :is(button, a)',
  );
  return [...new Set([...figures].map((element) => getComputedStyle(element).color))];
}

/** The machine still accepts connections, and nothing ever answers: no error tells the page. */
async function saysSilence(browser) {
  const { context, page } = await openTall(browser, '/');
  assert((await page.evaluate(figureColours)).length > 1, 'all figures are muted while the page is live');
  await happen('freeze');
  try {
    await page.getByText(/^Reconnecting since/).waitFor({ timeout: silenceSeconds * 1000 });
    await page.getByRole('status').getByText(bannerText).waitFor();
    assertEqual((await page.evaluate(figureColours)).length, 1, 'colours of the figures');
  } finally {
    await happen('thaw');
  }
  await page.getByText('Live', { exact: true }).waitFor({ timeout: stopSeconds * 1000 });
  await context.close();
}

/** The boards that are missing come back, with the line broken or not. */
async function staysEqualAsTheyReturn(browser, deed) {
  await happen('silence');
  const { context, page } = await openTall(browser, '/');
  const before = await page.evaluate(readPage);
  const hasStayed = await markDocument(page);
  await Promise.all([happen(deed), deed === 'cut' && reconnecting(page)]);
  await live(page);

  const fresh = await openTall(browser, '/');
  await becomesEqual(page, fresh.page);
  await hasStayed();
  const after = await page.evaluate(readPage);
  assert(`${after.changes}` !== `${before.changes}`, `changes before and after: ${after.changes}`);
  await context.close();
  await fresh.context.close();
  return `${after.changes}`;
}

export const outages =
  settings.stage === ''
    ? {}
    : {
        'a list that was open during a stop equals a fresh one': (browser) => staysEqual(browser, '/devices'),
        'an overview that was open during a stop equals a fresh one': (browser) => staysEqual(browser, '/'),
        'a page whose server falls silent says so': saysSilence,
        'an overview whose line was cut equals a fresh one': (browser) =>
          staysEqualAsTheyReturn(browser, 'cut'),
        'an overview that was told of many changes at once equals a fresh one': (browser) =>
          staysEqualAsTheyReturn(browser, 'return'),
      };
