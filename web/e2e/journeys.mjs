import {
  assert,
  assertEqual,
  eventually,
  firstRow,
  openContext,
  rowsOf,
  settings,
  signIn,
} from './support.mjs';

// What a reader does, against the real server. Each journey starts with a fresh browser context.

const path = (page) => page.url().slice(settings.url.length);

export const journeys = {
  async 'a wrong password is said, and the right one leads to the page that was asked for'(browser) {
    const { context, page } = await openContext(browser, { signedIn: false });
    await page.goto(`${settings.url}/devices?state=missing`);
    await page.getByLabel('User name').fill(settings.name);
    await page.getByLabel('Password').fill('certainly-not-this-one');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('The name or the password is wrong.').waitFor();
    await page.getByLabel('Password').fill(settings.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Devices' }).waitFor();
    assert(path(page).includes('state=missing'), `landed on ${path(page)}`);
    await context.close();
  },

  async 'too many attempts are told how long to wait'(browser) {
    const { context, page } = await openContext(browser, { signedIn: false });
    await page.goto(settings.url);
    const told = page.getByText(/^Too many attempts\. Try again in \d+ seconds?\.$/);
    for (let attempt = 0; attempt < 8 && !(await told.isVisible()); attempt += 1) {
      await page.getByLabel('User name').fill('nobody-of-that-name');
      await page.getByLabel('Password').fill('certainly-not-this-one');
      const answered = page.waitForResponse(/\/login$/);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await answered;
      await page.getByRole('button', { name: 'Sign in' }).waitFor();
    }
    await told.waitFor();
    await context.close();
  },

  async 'the overview shows chips, buildings and devices'(browser) {
    const { context, page } = await openContext(browser);
    await firstRow(page);
    const chips = page.getByRole('group', { name: 'Filter by state' }).getByRole('button');
    assertEqual(await chips.count(), 6, 'state chips');
    const words = await chips.allInnerTexts();
    const order = ['Online', 'Late', 'Missing', 'Never seen', 'Unobserved', 'Excluded'];
    for (const [at, word] of order.entries()) assert(words[at].includes(word), `chip ${at} is ${words[at]}`);
    const cards = page.getByRole('region', { name: 'Buildings' }).getByRole('listitem');
    assert((await cards.count()) > 0, 'no building card');
    await cards.first().getByRole('button').first().click();
    await eventually(() => path(page).includes('building='), 'the card did not filter');
    await page.getByRole('button', { name: /^Remove the filter Building/ }).click();
    await eventually(() => !path(page).includes('building='), 'the filter stayed');
    await context.close();
  },

  async 'a state filter is in the address, is removable, and Back restores it'(browser) {
    const { context, page } = await openContext(browser);
    await page.goto(`${settings.url}/devices`);
    await firstRow(page);
    await page.getByRole('button', { name: /^Online/ }).click();
    await eventually(() => path(page) === '/devices?state=online', 'the address did not change');
    await eventually(
      async () => (await rowsOf(page).first().getAttribute('data-presence')) === 'online',
      'the first row is not online',
    );
    await page.getByRole('button', { name: 'Clear all' }).click();
    await eventually(() => path(page) === '/devices', 'the filter was not cleared');
    await page.goBack();
    await page.getByRole('button', { name: 'Remove the filter State Online' }).waitFor();
    await context.close();
  },

  async 'every column sorts, both ways'(browser) {
    const { context, page } = await openContext(browser);
    await page.goto(`${settings.url}/devices`);
    await firstRow(page);
    for (const name of [
      'Identifier',
      'State',
      'Last heard',
      'Site',
      'Building',
      'Room',
      'Type',
      'Firmware',
      'Name',
    ]) {
      const header = page.getByRole('columnheader', { name });
      for (const order of ['ascending', 'descending']) {
        await header.getByRole('button').click();
        await eventually(
          async () => (await header.getAttribute('aria-sort')) === order,
          `${name} is not ${order}`,
        );
        await firstRow(page);
      }
    }
    await context.close();
  },

  async 'an address that cannot be a device asks the server nothing that it refuses'(browser) {
    const { context, page } = await openContext(browser);
    const refused = [];
    page.on('response', (response) => response.status() >= 400 && refused.push(response.url()));
    const declared = page.waitForResponse(/\/rows$/);
    await page.goto(`${settings.url}/devices/garbage`);
    await page.getByRole('heading', { name: 'No such device' }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'To the list of devices' }).click();
    await firstRow(page);
    await declared;
    assertEqual(refused.join(), '', 'refused requests');
    await context.close();
  },

  async 'the name is the column that takes the room left, in wide and narrow windows'(browser) {
    const { context, page } = await openContext(browser, { language: 'fr' });
    for (const [width, address, least] of [
      [1280, '/devices', 200],
      [1280, '/', 200],
      [1000, '/devices', 180],
      [721, '/devices', 180],
      [360, '/devices', 180],
    ]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(settings.url + address);
      const row = await firstRow(page);
      const cells = await row.locator('[role=gridcell]:visible').evaluateAll((all) =>
        all.map((cell) => ({
          column: cell.dataset.column,
          width: cell.getBoundingClientRect().width,
          right: cell.getBoundingClientRect().right,
        })),
      );
      const [name, ...others] = cells;
      const where = `${address} at ${width} px`;
      assertEqual(name.column, 'name', `first column of ${where}`);
      assert(name.width >= least, `${where}: the name has ${name.width} px`);
      for (const { column, width: wide, right } of others) {
        // On a phone the identifier stands below the name and is as wide.
        assert(wide <= name.width, `${where}: ${column} has ${wide} px, the name ${name.width}`);
        assert(right <= width, `${where}: ${column} ends at ${right} px`);
      }
    }
    await context.close();
  },

  async 'the end of the list is one key away, and Back returns to the same rows'(browser) {
    const { context, page } = await openContext(browser);
    await page.goto(`${settings.url}/devices`);
    await firstRow(page);
    const grid = page.getByRole('grid');
    const last = await grid.getAttribute('aria-rowcount');
    await page.keyboard.press('j');
    await page.keyboard.press('End');
    const end = page.locator(`[role=row][data-presence][aria-rowindex="${last}"]`);
    await end.waitFor();
    assert((await page.locator('[role=row]').count()) < 80, 'too many rows in the page');
    await eventually(
      () => Number(last) < 40 || path(page).includes('at='),
      'the place is not in the address',
    );
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Presence' }).waitFor();
    await page.goBack();
    await end.waitFor();
    await eventually(
      async () => (await end.getAttribute('aria-selected')) === 'true',
      'the row that was opened is not the active one',
    );
    await context.close();
  },

  async 'counters and changes arrive without a reload'(browser) {
    if (settings.changes === 0) return;
    const { context, page } = await openContext(browser);
    await firstRow(page);
    await page.getByText('Live', { exact: true }).waitFor();
    const read = () => page.locator('fieldset, section').allInnerTexts();
    const before = JSON.stringify(await read());
    await eventually(
      async () => JSON.stringify(await read()) !== before,
      'nothing changed',
      settings.changes,
    );
    await context.close();
  },

  async 'two tabs share one event stream'(browser) {
    const { context, page } = await openContext(browser);
    await page.getByText('Live', { exact: true }).waitFor();
    let streams = 0;
    context.on('request', (request) => {
      if (request.url().endsWith('/api/v1/events')) streams += 1;
    });
    const second = await context.newPage();
    await second.goto(settings.url);
    await second.getByText('Live', { exact: true }).waitFor();
    assertEqual(streams, 0, 'streams opened by the second tab');
    await page.close();
    await eventually(() => streams === 1, 'the second tab did not take the stream over');
    await second.getByText('Live', { exact: true }).waitFor();
    await context.close();
  },

  async 'where tabs cannot share a stream, eight of them still have connections'(browser) {
    const { context, page } = await openContext(browser);
    // As on plain HTTP under the address of a machine.
    await context.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
    await page.reload();
    const tabs = [page];
    while (tabs.length < 8) {
      const tab = await context.newPage();
      await tab.goto(settings.url);
      await firstRow(tab);
      tabs.push(tab);
    }
    const count = async (text) => {
      const shown = await Promise.all(tabs.map((tab) => tab.getByText(text, { exact: true }).count()));
      return shown.filter((times) => times > 0).length;
    };
    await eventually(async () => (await count('Live')) === 3, 'not three tabs are live');
    await eventually(async () => (await count('Read every 15 sec')) === 5, 'not five tabs poll');
    await tabs.shift().close();
    await eventually(async () => (await count('Live')) === 3, 'no tab took the stream of the closed one', 40);
    await context.close();
  },

  async 'language and theme change at once and are remembered'(browser) {
    const { context, page } = await openContext(browser);
    await page.getByRole('button', { name: 'FR, passer en français' }).click();
    await page.getByRole('link', { name: 'Appareils', exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Passer au thème sombre' }).click();
    await page.reload();
    await page.getByRole('link', { name: 'Appareils', exact: true }).first().waitFor();
    const { theme, lang } = await page.evaluate(() => ({
      theme: document.documentElement.dataset.theme,
      lang: document.documentElement.lang,
    }));
    assertEqual(theme, 'dark', 'theme');
    assertEqual(lang, 'fr', 'language');
    await context.close();
  },

  async 'the keyboard reaches everything'(browser) {
    const { context, page } = await openContext(browser);
    await firstRow(page);
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.getByRole('heading', { name: 'Devices' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor({ state: 'detached' });
    await page.getByRole('status').getByText('Devices · sensOCampus').waitFor({ state: 'attached' });
    const name = await (await firstRow(page)).getByRole('link').textContent();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /^Name, MAC/ }).fill(name);
    await page.getByRole('listbox', { name: 'Results' }).getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Last message' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('region', { name: 'Buildings' }).waitFor();
    await context.close();
  },

  async 'the search finds a device by its identifier in another notation'(browser) {
    const { context, page } = await openContext(browser);
    await page.goto(`${settings.url}/devices`);
    const row = await firstRow(page);
    const identifier = await row.locator('[data-column=identifier]').textContent();
    const name = await row.getByRole('link').textContent();
    await page.getByRole('button', { name: /^Search/ }).click();
    await page
      .getByRole('combobox', { name: /^Name, MAC/ })
      .fill(identifier.replaceAll(':', '-').toUpperCase());
    await page.getByRole('listbox', { name: 'Results' }).getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    await context.close();
  },

  async 'an administrator adds a viewer, who may not see the users'(browser) {
    const { context, page } = await openContext(browser);
    const name = `reader-${Date.now()}`;
    await page.getByRole('link', { name: 'Users' }).click();
    const form = page.getByRole('region', { name: 'Add a person' });
    await form.getByLabel('User name').fill(name);
    await form.getByLabel(/^Password/).fill(`${name}-and-more`);
    await form.getByRole('button', { name: 'Add' }).click();
    await form.getByText('The password must not contain the user').waitFor();
    await form.getByLabel(/^Password/).fill('the first password of a reader');
    await form.getByRole('button', { name: 'Add' }).click();
    await page.getByText(`${name} was added.`).waitFor();
    await page.getByRole('button', { name: `Set new password of ${name}` }).click();
    const dialog = page.getByRole('dialog', { name: `Set new password of ${name}` });
    await dialog.getByLabel(/^New password/).fill('the second password of a reader');
    await dialog.getByRole('button', { name: 'Set password' }).click();
    await page.getByText(`The password of ${name} was set.`).waitFor();
    await context.close();

    const person = { name, password: 'the second password of a reader' };
    const viewer = await openContext(browser, { person });
    assertEqual(await viewer.page.getByRole('link', { name: 'Users' }).count(), 0, 'links to the users');
    await viewer.page.goto(`${settings.url}/users`);
    await viewer.page.getByText('This needs the role Administrator.').waitFor();
    await viewer.context.close();
  },

  async 'no button of the users page is cut, also beside a name of 64 letters'(browser) {
    const { context, page } = await openContext(browser);
    const name = `n${Date.now()}`.padEnd(64, 'x');
    await page.goto(`${settings.url}/users`);
    const form = page.getByRole('region', { name: 'Add a person' });
    await form.getByLabel('User name').fill(name);
    await form.getByLabel(/^Password/).fill('the first password of a reader');
    await form.getByRole('button', { name: 'Add' }).click();
    await page.getByText(`${name} was added.`).waitFor();
    await page.getByRole('button', { name: 'FR, passer en français' }).click();
    for (const width of [1280, 1100, 721, 360]) {
      await page.setViewportSize({ width, height: 900 });
      const table = page.getByRole('region', { name: 'Utilisateurs' });
      const { right } = await table.evaluate((element) => element.getBoundingClientRect());
      const buttons = await table.getByRole('button').all();
      assert(buttons.length >= 2, `${buttons.length} buttons`);
      for (const button of buttons) {
        const { x, width: wide } = await button.boundingBox();
        assert(x + wide < right, `a button ends at ${x + wide} px of ${right} in a window of ${width} px`);
      }
    }
    await context.close();
  },

  async 'the keyboard chooses a site, and shows the exact time of a row'(browser) {
    const { context, page } = await openContext(browser);
    await firstRow(page);
    await page.getByRole('tab', { name: /^All sites/ }).focus();
    await page.keyboard.press('ArrowRight');
    await eventually(() => path(page).includes('site='), 'the arrow chose no site');
    const chosen = page.getByRole('tab', { selected: true });
    assert(await chosen.evaluate((tab) => tab === document.activeElement), 'the focus did not follow');
    await page.getByRole('tabpanel', { name: (await chosen.textContent()).trim().slice(0, 6) }).waitFor();
    await page.goto(`${settings.url}/devices?state=online`);
    await firstRow(page);
    await page.keyboard.press('j');
    const time = page.locator('[role=row][aria-selected=true] time');
    const shown = await time.evaluate((element) => getComputedStyle(element, '::after').content);
    assert(/\d\d:\d\d:\d\d [A-Z]/.test(shown), `no exact time with its zone: ${shown}`);
    await context.close();
  },

  async 'the chips count within the other filters'(browser) {
    const { context, page } = await openContext(browser);
    await page.goto(`${settings.url}/devices`);
    const name = await (await firstRow(page)).getByRole('link').textContent();
    await page.goto(`${settings.url}/devices?q=${encodeURIComponent(name)}`);
    await firstRow(page);
    const total = async () => Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1;
    const counts = page.getByRole('group', { name: 'Filter by state' }).locator('strong');
    const sum = async () => (await counts.allInnerTexts()).reduce((all, text) => all + Number(text), 0);
    await eventually(async () => (await sum()) === (await total()), 'the chips do not add up to the list');
    assert((await total()) < 100, `${await total()} devices match one name`);
    await context.close();
  },

  async 'signing out ends the session in this browser'(browser) {
    const { context, page } = await openContext(browser, { signedIn: false });
    await signIn(page);
    await page.getByRole('button', { name: /settings and sign out$/ }).click();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByLabel('Password').waitFor();
    await page.goto(`${settings.url}/devices`);
    await page.getByLabel('Password').waitFor();
    await context.close();
  },
};
