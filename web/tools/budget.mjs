// Fails when the built files outgrow their budgets (gzip). The entry is what index.html loads
// before anything is clicked: its script, the chunks that script imports statically, the styles.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const kilobyte = 1024;
const budget = { entryScript: 150 * kilobyte, styles: 20 * kilobyte, lazyChunk: 160 * kilobyte };

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const size = (file) => gzipSync(readFileSync(dist + file), { level: 9 }).length;
const files = readdirSync(`${dist}assets`).map((name) => `assets/${name}`);
const html = readFileSync(`${dist}index.html`, 'utf8');

const scripts = files.filter((file) => file.endsWith('.js'));
const entry = new Set(scripts.filter((file) => html.includes(file)));
for (const file of entry) {
  const source = readFileSync(dist + file, 'utf8');
  for (const [, name] of source.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g))
    entry.add(`assets/${name}`);
}
const sum = (list) => list.reduce((total, file) => total + size(file), 0);
const rows = [
  ['entry JS', sum([...entry, 'theme.js']), budget.entryScript],
  ['all CSS', sum(files.filter((file) => file.endsWith('.css'))), budget.styles],
  ...scripts.filter((file) => !entry.has(file)).map((file) => [`lazy ${file}`, size(file), budget.lazyChunk]),
];

let failed = false;
for (const [name, bytes, limit] of rows) {
  const fits = bytes <= limit;
  failed ||= !fits;
  console.log(
    `${fits ? 'ok  ' : 'OVER'} ${(bytes / kilobyte).toFixed(1).padStart(7)} KB of ${limit / kilobyte} KB  ${name}`,
  );
}
if (failed) process.exit(1);
