import { firstRow, judge, openContext, settings, sizes } from './support.mjs';

// Every page, in both themes and three widths: accessible, inside the policy, steady, light, not too wide.

const themes = ['light', 'dark'];

async function deviceAddress(page) {
  await page.goto(`${settings.url}/devices`);
  return (await firstRow(page)).getByRole('link').getAttribute('href');
}

const pages = {
  overview: async (page) => {
    await page.goto(settings.url);
    await firstRow(page);
  },
  devices: async (page) => {
    await page.goto(`${settings.url}/devices`);
    await firstRow(page);
    await page.keyboard.press('j');
    await page.keyboard.press('ArrowDown');
  },
  'devices, filtered': async (page) => {
    await page.goto(`${settings.url}/devices?state=missing&state=late&q=zzzz-nothing`);
    await page.getByRole('button', { name: /^Clear all/ }).waitFor();
  },
  'one device': async (page) => {
    const address = await deviceAddress(page);
    await page.goto(settings.url + address);
    await page.getByRole('heading', { name: 'Last message' }).waitFor();
  },
  'a device that does not exist': async (page) => {
    await page.goto(`${settings.url}/devices/00000000-0000-7000-8000-000000000000`);
    await page.getByRole('heading', { name: 'No such device' }).waitFor();
  },
  discovered: async (page) => {
    await page.goto(`${settings.url}/discovered`);
    await page.getByRole('heading', { name: 'Discovered devices' }).waitFor();
    await page.getByText(/^Page 1 of/).waitFor();
  },
  refusals: async (page) => {
    await page.goto(`${settings.url}/refusals`);
    await page.getByRole('heading', { name: 'Refused messages' }).waitFor();
    await page.getByText(/^Page 1 of/).waitFor();
  },
  health: async (page) => {
    await page.goto(`${settings.url}/health`);
    await page.getByRole('heading', { name: 'Service' }).waitFor();
  },
  users: async (page) => {
    await page.goto(`${settings.url}/users`);
    await page.getByRole('heading', { name: 'Add a person' }).waitFor();
  },
  search: async (page) => {
    await page.goto(`${settings.url}/health`);
    await page.getByRole('heading', { name: 'Service' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /^Name, MAC/ }).fill('a');
    await page.getByRole('listbox', { name: 'Results' }).getByRole('option').first().waitFor();
  },
};

async function visit(browser, options, open) {
  const { context, page } = await openContext(browser, options);
  await open(page);
  await page.waitForTimeout(400);
  const { shift, nodes } = await judge(page);
  await context.close();
  return `shift ${shift.toFixed(3)}, ${nodes} nodes`;
}

export const visits = {};
for (const theme of themes) {
  for (const size of Object.keys(sizes)) {
    for (const [name, open] of Object.entries(pages)) {
      visits[`${name}, ${theme}, ${sizes[size][0]} px`] = (browser) => visit(browser, { theme, size }, open);
    }
    visits[`login, ${theme}, ${sizes[size][0]} px`] = (browser) =>
      visit(browser, { theme, size, signedIn: false }, async (page) => {
        await page.goto(`${settings.url}/login`);
        await page.getByLabel('Password').waitFor();
      });
  }
}
