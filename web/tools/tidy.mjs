// The house rules that no compiler checks: which folder imports which, sizes, names, colours only in
// tokens.css, the same keys in every language, no text in components, every file used.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const linesMax = { '.tsx': 150, '.ts': 400, '.css': 400, '.mjs': 400 };
const level = { lib: 0, components: 1, features: 2, app: 3, testing: 4 };
const plurals = ['_zero', '_one', '_two', '_few', '_many', '_other'];

const faults = [];
const blame = (file, text) => faults.push(`${file}: ${text}`);
const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .filter((file) => file !== 'src/lib/schema.d.ts');
const read = (file) => readFileSync(join(root, file), 'utf8');
const imported = new Set(['src/app/main.tsx', 'src/vite-env.d.ts', 'src/testing/setup.ts']);

function resolve(from, name) {
  const base = name.startsWith('@/') ? `src/${name.slice(2)}` : join(dirname(from), name);
  return ['', '.ts', '.tsx', '.d.ts'].map((end) => base + end).find((path) => files.includes(path));
}

function checkImports(file, source) {
  const [, layer, feature] = file.split('/');
  for (const [, name] of source.matchAll(/(?:from|import\(|import|url\()\s*['"]([@.][^'"]*)['"]/g)) {
    const target = resolve(file, name);
    if (target) imported.add(target);
    const [, toLayer, toFeature] = (target ?? '').split('/');
    if (!target || /\.test\.tsx?$/.test(file) || level[toLayer] === undefined) continue;
    if (level[toLayer] > level[layer]) blame(file, `${layer} may not import ${target}`);
    if (layer === 'features' && toLayer === 'features' && feature !== toFeature) {
      blame(file, `a feature may not import another: ${target}`);
    }
    if (layer !== 'lib' || toLayer === 'lib') continue;
    blame(file, `lib may not import ${target}`);
  }
}

function checkText(file, source) {
  const bare = source.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');
  for (const [, text] of bare.matchAll(
    /<\/?[A-Za-z][^<>]*>\s*([^<>{}()=;]*[A-Za-z]{3}[^<>{}()=;]*)\s*<\//g,
  )) {
    blame(file, `text in a component: "${text.trim()}"`);
  }
  for (const [, text] of bare.matchAll(/(?:aria-label|title|placeholder|alt)="([^"]*[A-Za-z][^"]*)"/g)) {
    blame(file, `text in an attribute: "${text}"`);
  }
}

for (const file of files) {
  const source = read(file);
  const count = source.split('\n').length - 1;
  const limit = linesMax[extname(file)];
  if (limit && count > limit) blame(file, `${count} lines, at most ${limit}`);
  if (!/^[a-z0-9-]+(\.(module|test|check|d))?\.[a-z]+$/.test(basename(file)))
    blame(file, 'not in kebab-case');
  if (file.endsWith('.css') && file !== 'src/styles/tokens.css') {
    for (const [colour] of source.matchAll(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab|lch)a?\(/gi)) {
      blame(file, `raw colour ${colour}: use a token`);
    }
  }
  if (/\.tsx?$/.test(file)) checkImports(file, source);
  if (file.endsWith('.css')) checkImports(file, source);
  if (file.endsWith('.tsx') && !file.includes('.test.')) checkText(file, source);
}

for (const file of files) {
  if (!imported.has(file) && !/\.(test|check)\.tsx?$/.test(file)) blame(file, 'nothing imports it');
}

const locales = files.filter((file) => /^src\/locales\/.*\.json$/.test(file));
const messages = new Map(locales.map((file) => [file, JSON.parse(read(file))]));
// `x_one` and `x_other` are one key; `login.too_many` is a word that only looks like one.
const base = (key, texts) => {
  const end = plurals.find((one) => key.endsWith(one));
  const stem = end ? key.slice(0, -end.length) : key;
  return `${stem}_other` in texts ? stem : key;
};
const baseKeys = (texts) => new Set(Object.keys(texts).map((key) => base(key, texts)));
const english = baseKeys(messages.get('src/locales/en.json'));
const sources = files
  .filter((file) => /\.tsx?$/.test(file))
  .map(read)
  .join('\n');
for (const [file, texts] of messages) {
  const keys = baseKeys(texts);
  for (const key of english) if (!keys.has(key)) blame(file, `key ${key} is missing`);
  for (const key of keys) if (!english.has(key)) blame(file, `key ${key} is not in en.json`);
  for (const [key, text] of Object.entries(texts)) {
    const other = messages.get('src/locales/en.json')[key];
    const holes = (words) =>
      [...words.matchAll(/\{\w+\}/g)]
        .map(([hole]) => hole)
        .sort()
        .join();
    if (other !== undefined && holes(text) !== holes(other)) blame(file, `key ${key} has other parameters`);
    if (text === '') blame(file, `key ${key} is empty`);
  }
}
for (const key of english) {
  // A key is used as a whole, or its prefix is built with a variable end.
  const used = sources.includes(`'${key}'`) || prefixes(key).some((start) => sources.includes(start));
  if (!used) blame('src/locales/en.json', `key ${key} is used nowhere`);
}
function prefixes(key) {
  const parts = key.split(/(?<=[._])/);
  return parts.slice(1).flatMap((_, at) => {
    const start = parts.slice(0, at + 1).join('');
    return [`\`${start}\${`, `word('${start.replace(/\.$/, '')}'`];
  });
}

for (const fault of faults) console.error(fault);
console.log(`tidy: ${files.length} files, ${english.size} keys, ${faults.length} faults`);
if (faults.length > 0) process.exit(1);
