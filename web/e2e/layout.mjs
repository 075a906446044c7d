import { assertEqual, firstRow, openContext, settings } from './support.mjs';

// Every page in French, whose words are longer, from a phone to a desk: no word of a control or a
// heading is cut, nothing is too small to touch, and the keyboard's focus is never under a bar.

const phoneMax = 719;
const widths = [360, 720, 1280];

async function addresses(page) {
  await page.goto(`${settings.url}/devices`);
  const device = await (await firstRow(page)).getByRole('link').getAttribute('href');
  return [
    '/',
    '/devices?state=online&q=a',
    device,
    '/devices/x',
    '/discovered',
    '/refusals',
    '/health',
    '/users',
  ];
}

/** What is cut or too small on this page, in words. */
function faultsOf(touchMin) {
  const isVisible = (element) => {
    const { width, height, bottom } = element.getBoundingClientRect();
    return width > 1 && height > 1 && bottom > 0 && getComputedStyle(element).visibility !== 'hidden';
  };
  const nameOf = (element) => (element.ariaLabel ?? element.textContent).trim().slice(0, 30);
  const found = [];
  for (const element of document.querySelectorAll('button, a[href], input, select, summary')) {
    const { width, height } = element.getBoundingClientRect();
    // A link within a sentence is as high as its line; a row is a target of its own.
    const counts = isVisible(element) && !element.closest('[role=row], p');
    if (counts && (height < touchMin - 0.5 || width < 24))
      found.push(`small: ${nameOf(element)} ${Math.round(width)} x ${Math.round(height)}`);
  }
  for (const element of document.querySelectorAll(
    'header *, nav *, main button, main a, th, [role=columnheader] *',
  )) {
    const cuts = getComputedStyle(element).overflowX === 'hidden' && !element.closest('[role=gridcell]');
    if (cuts && isVisible(element) && element.scrollWidth > element.clientWidth + 1)
      found.push(`cut: ${nameOf(element)}`);
  }
  for (const link of document.querySelectorAll('nav a')) {
    const { right } = link.getBoundingClientRect();
    const spills = [...link.children].some((part) => part.getBoundingClientRect().right > right + 0.5);
    if (isVisible(link) && spills) found.push(`spills: ${nameOf(link)}`);
  }
  for (const scroller of document.querySelectorAll('[role=region]')) {
    if (scroller.scrollWidth > scroller.clientWidth + 1) found.push(`scrolls aside: ${nameOf(scroller)}`);
  }
  return found;
}

/** Walks by Tab through the page; names what had the focus and could not be seen. */
async function hiddenFocus(page) {
  const found = [];
  for (let step = 0; step < 45; step += 1) {
    await page.keyboard.press('Tab');
    const hidden = await page.evaluate(() => {
      const element = document.activeElement;
      const { left, right, top, bottom } = element.getBoundingClientRect();
      if (element === document.body || bottom - top > innerHeight / 2) return null;
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      return hit && (element.contains(hit) || hit.contains(element)) ? null : element.outerHTML.slice(0, 80);
    });
    if (hidden) found.push(hidden);
  }
  return found;
}

/** Of what is chosen on this page: which has no line around it, and which icons differ in colour. */
function forcedFaults() {
  const styleOf = (element) => getComputedStyle(element);
  const chosen = ['[aria-pressed=true]', 'nav [aria-current=page]', '[role=row][aria-selected=true]'];
  const found = chosen.filter((selector) => {
    const elements = [...document.querySelectorAll(selector)];
    return elements.length === 0 || elements.some((element) => styleOf(element).outlineStyle === 'none');
  });
  const icons = [...document.querySelectorAll('fieldset svg[data-presence]')];
  const fills = new Set(icons.map((icon) => styleOf(icon).getPropertyValue('--fill').trim()));
  return fills.size === 1 ? found : [...found, ...fills];
}

const forced = {
  async 'with forced colours a line says what is chosen, and a shape each state'(browser) {
    const { context, page } = await openContext(browser);
    await page.emulateMedia({ forcedColors: 'active' });
    await page.goto(`${settings.url}/devices?state=online`);
    await firstRow(page);
    await page.keyboard.press('j');
    await page.locator('[role=row][aria-selected=true]').waitFor();
    assertEqual((await page.evaluate(forcedFaults)).join(' | '), '', 'without a line, or in colour');
    await context.close();
  },
};

/** Columns that cut what they hold although every name leaves this much of its own column blank. */
function wastedBy(spare) {
  const cells = [...document.querySelectorAll('[role=row][data-presence] [role=gridcell]')];
  const isOf = (column) => (cell) => cell.dataset.column === column;
  const contentWidth = (cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return range.getBoundingClientRect().width;
  };
  const blank = cells.filter(isOf('name')).map((cell) => cell.clientWidth - contentWidth(cell));
  if (Math.min(...blank) <= spare) return [];
  return ['site', 'building', 'room', 'type'].filter((column) =>
    cells.filter(isOf(column)).some((cell) => cell.scrollWidth > cell.clientWidth + 1),
  );
}

const shares = {
  async 'no column of a list is cut while the names leave theirs blank'(browser) {
    const { context, page } = await openContext(browser);
    for (const width of [1280, 1440, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      for (const path of ['/', '/devices']) {
        await page.goto(settings.url + path);
        await firstRow(page);
        assertEqual((await page.evaluate(wastedBy, 80)).join(), '', `cut at ${width} px on ${path}`);
      }
    }
    await context.close();
  },
};

const walks = Object.fromEntries(
  widths.map((width) => [
    `in French at ${width} px nothing is cut, too small or hidden from the keyboard`,
    async (browser) => {
      const { context, page } = await openContext(browser, { language: 'fr' });
      const found = [];
      const all = await addresses(page);
      await page.setViewportSize({ width, height: 800 });
      for (const address of all) {
        await page.goto(settings.url + address);
        await page.getByText('En direct', { exact: true }).waitFor();
        await page.waitForTimeout(300);
        const faults = await page.evaluate(faultsOf, width <= phoneMax ? 44 : 24);
        const hidden = await hiddenFocus(page);
        found.push(...faults, ...hidden.map((text) => `hidden: ${text}`));
        if (found.length > 0) break;
      }
      assertEqual(found.join(' | '), '', `${page.url()} at ${width} px`);
      await context.close();
    },
  ]),
);

export const layouts = { ...walks, ...forced, ...shares };
