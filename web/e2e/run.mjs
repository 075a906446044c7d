// npm run e2e: drives the built front end on a running server.
// SOC_URL, SOC_USER, SOC_PASSWORD say where and who; SOC_CHANGES in how many seconds something changes
// there by itself (0: nothing does), SOC_STAGE how to stop it. Arguments choose the tests whose names contain one of them.
import { journeys } from './journeys.mjs';
import { layouts } from './layout.mjs';
import { outages } from './outage.mjs';
import { visits } from './pages.mjs';
import { openBrowser } from './support.mjs';

const wanted = process.argv.slice(2);
const tests = Object.entries({ ...journeys, ...outages, ...layouts, ...visits }).filter(
  ([name]) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);
const count = { passed: 0, failed: 0 };
const browser = await openBrowser();
for (const [name, run] of tests) {
  const start = performance.now();
  try {
    const note = await run(browser);
    count.passed += 1;
    console.log(`ok   ${name} (${Math.round(performance.now() - start)} ms${note ? `, ${note}` : ''})`);
  } catch (error) {
    count.failed += 1;
    console.log(`FAIL ${name}\n     ${String(error.message).split('\n').slice(0, 4).join('\n     ')}`);
    for (const context of browser.contexts()) await context.close();
  }
}
await browser.close();
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exit(count.failed > 0 || count.passed === 0 ? 1 : 0);
