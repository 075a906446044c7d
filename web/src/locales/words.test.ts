import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import en from '@/locales/en.json';
import fr from '@/locales/fr.json';

// The server answers stable words and these pages put them into sentences. Goal: no word that can
// reach a screen lacks its key. Method: read the words where the C++ sources write them.

const sources = join(import.meta.dirname, '../../../src');
const read = (file: string) => readFileSync(join(sources, file), 'utf8');

/** The sources of a folder; its tests say words that nobody reads. */
function filesOf(folder: string): string[] {
  return readdirSync(join(sources, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(cpp|h)$/.test(file) && !/_(test|fuzz)\.cpp$/.test(file))
    .map((file) => `${folder}/${file}`);
}

/** Words of these stay in the terminal, the log or the campus file's list of faults. */
const offScreen = [
  'http/form.cpp', // boards and brokers read the status alone
  'http/handlers/broker_handlers.cpp',
  'http/middleware/auth_clients.cpp',
  'http/http_server.cpp', // opening the port, before anybody can ask
  'http/static_files.cpp', // reading the pages at the start
  'people/ip_address.cpp', // `trusted_proxies` of the configuration
  'store/data_lock.cpp',
  'store/leader.cpp', // reaches a log only: the process stops
  'store/open_driver.cpp',
  'store/schema.cpp',
  'wire/campus_devices.cpp',
  'wire/campus_places.cpp',
  'wire/canary_json.cpp', // told as `bad_canary`
  'wire/status_json.cpp', // refused messages, which have words of their own below
  'wire/command_json.cpp', // written to boards and read by simulated ones
];

/** The arguments of the call whose parenthesis opens at `open`, cut at its own commas. */
function argumentsAt(text: string, open: number): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = open + 1;
  let quoted = false;
  for (let at = open; at < text.length; at += 1) {
    const c = text[at] ?? '';
    if (c === '"' && text[at - 1] !== '\\') quoted = !quoted;
    if (quoted) continue;
    if ('({['.includes(c)) depth += 1;
    if (')}]'.includes(c)) depth -= 1;
    if (depth === 0 || (depth === 1 && c === ',')) {
      found.push(text.slice(start, at));
      start = at + 1;
    }
    if (depth === 0) break;
  }
  return found;
}

const wordsIn = (text: string | undefined) =>
  [...(text ?? '').matchAll(/"([a-z][a-z0-9_]*)(?:"| |$)/g)].map(([, w]) => w ?? '');

/** Which argument of a call is the reason; the others are fields, texts for people and logs. */
const reasonAt: [RegExp, number][] = [
  [/\bError::(?:unauthenticated|forbidden|slow_down|unavailable|internal)\(/g, 0],
  [/\bError::(?:invalid|conflict)\(/g, 1],
  [/\berror_response\(http_status::\w+,/g, 1],
  [/\brefused\(/g, 0],
  [/\bMeaning\{/g, 2],
];

function reasonsOf(file: string): string[] {
  const text = read(file);
  const calls = reasonAt.flatMap(([call, at]) =>
    [...text.matchAll(call)].flatMap((match) => {
      const open = match.index + match[0].search(/[({]/);
      return wordsIn(argumentsAt(text, open)[at]);
    }),
  );
  const fixed = ['not_found', 'too_large'].filter((word) => text.includes(`Error::${word}(`));
  return [...calls, ...fixed];
}

/** The words of an enumeration: `case BlindReason::start: return "start";` */
function enumeration(file: string, name: string): string[] {
  const cases = new RegExp(`case (?:\\w+::)*${name}::\\w+: return "(\\w+)"`, 'g');
  return [...read(file).matchAll(cases)].map(([, word]) => word ?? '');
}

const matches = (file: string, pattern: RegExp) =>
  [...read(file).matchAll(pattern)].flatMap(([whole]) => wordsIn(whole));

const screens: [string, string[], number][] = [
  [
    'reason',
    ['http', 'service', 'people', 'store', 'wire']
      .flatMap(filesOf)
      .filter((file) => !offScreen.includes(file))
      // Of what values are made of, ids alone are read from addresses.
      .concat('domain/uuid.cpp')
      .flatMap(reasonsOf),
    60,
  ],
  [
    'refusal',
    [
      ...matches('wire/status_json.h', /status_refusals\{[^}]*\}/g),
      ...matches('service/message_intake.cpp', /refuse\(message, "\w+"/g),
    ],
    10,
  ],
  [
    'broker.detail',
    [
      ...matches('mqtt/link_reason.h', /string_view \w+ = "\w+"/g),
      ...matches('fleet/broker_path.h', /detail_ = "\w+"/g),
      ...matches('fleet/broker_path.cpp', /(?:detail_ = |enter\(|go_blind\()[^;]*;/g),
    ],
    28,
  ],
  ['broker.state', enumeration('fleet/broker_path.cpp', 'State'), 4],
  ['blind.reason', enumeration('domain/blind_interval.cpp', 'BlindReason'), 5],
  ['dependency', matches('service/ingest_loop.cpp', /(?<=readiness\.report\(\s*)"\w+/g), 2],
  ['health.state', enumeration('service/readiness.cpp', 'DependencyState'), 3],
  ['presence', enumeration('domain/presence.cpp', 'Presence'), 6],
  ['exclusion', enumeration('domain/presence.cpp', 'Exclusion'), 4],
  ['exclusion.reason', enumeration('domain/presence.cpp', 'Exclusion'), 4],
  ['role', enumeration('domain/user.cpp', 'Role'), 3],
  ['origin', enumeration('fleet/expectation.cpp', 'IntervalOrigin'), 4],
  ['connectivity', enumeration('domain/device_type.cpp', 'Connectivity'), 3],
  ['life_cycle', enumeration('domain/device.cpp', 'LifeCycle'), 3],
  ['identifier', enumeration('domain/identifier.cpp', 'IdentifierKind'), 3],
];

for (const [prefix, words, least] of screens) {
  test(`every server word of "${prefix}" has its text in both languages`, () => {
    const distinct = [...new Set(words)].sort();
    // Fewer than were there when this was written: the sources moved and this reads past them.
    expect(distinct.length).toBeGreaterThanOrEqual(least);
    for (const [language, texts] of Object.entries({ en, fr })) {
      const lacking = distinct.filter((word) => !(`${prefix}.${word}` in texts));
      expect(lacking, language).toEqual([]);
    }
  });
}

test('why a dependency is down is said by the sentences that the pages know', () => {
  const found = ['service/ingest_loop.cpp', 'app/housekeeping.cpp'].flatMap(
    (source) => read(source).match(/"[a-z ]+: " \+/g) ?? [],
  );
  expect(found).toEqual(['"not heard: " +', '"commits fail: " +', '"not read: " +']);
});
