// Asserts what the palette promises: state fills differ for every kind of colour vision, state texts
// are legible on every background they stand on. It reads the values from tokens.css itself, so a
// changed token is judged, not a copy of it. `--search` looks for the best free fill of one state.
import { readFileSync } from 'node:fs';

const states = ['online', 'late', 'missing', 'never-seen', 'unobserved', 'excluded'];
const limits = {
  light: { fillDistance: 15, textContrast: 5.5, fillContrast: 3 },
  dark: { fillDistance: 15, textContrast: 6, fillContrast: 3 },
};

// Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
const visions = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

const toLinear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const clamp = (x) => Math.min(1, Math.max(0, x));
const parse = (hex) => {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, '$&$&') : hex;
  return [1, 3, 5].map((i) => toLinear(Number.parseInt(full.slice(i, i + 2), 16) / 255));
};
const seenBy = (vision, [r, g, b]) => {
  const m = visions[vision];
  return [0, 3, 6].map((i) => clamp(m[i] * r + m[i + 1] * g + m[i + 2] * b));
};

function toLab([r, g, b]) {
  const xyz = [
    (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047,
    0.2126729 * r + 0.7151522 * g + 0.072175 * b,
    (0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883,
  ].map((t) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t) / 116 + 16 / 116));
  return [116 * xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])];
}

const degrees = (radians) => ((((radians * 180) / Math.PI) % 360) + 360) % 360;
const sin = (d) => Math.sin((d * Math.PI) / 180);
const cos = (d) => Math.cos((d * Math.PI) / 180);

/** CIEDE2000 as Sharma, Wu and Dalal (2005) write it. */
export function ciede2000([l1, a1, b1], [l2, a2, b2]) {
  const meanC7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7;
  const g = 0.5 * (1 - Math.sqrt(meanC7 / (meanC7 + 25 ** 7)));
  const [p1, p2] = [a1 * (1 + g), a2 * (1 + g)];
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const [h1, h2] = [c1 ? degrees(Math.atan2(b1, p1)) : 0, c2 ? degrees(Math.atan2(b2, p2)) : 0];
  let dh = h2 - h1;
  if (c1 * c2 === 0) dh = 0;
  else if (dh > 180) dh -= 360;
  else if (dh < -180) dh += 360;
  let h = h1 + h2;
  if (c1 * c2 !== 0) {
    if (Math.abs(h1 - h2) > 180) h += h < 360 ? 360 : -360;
    h /= 2;
  }
  const [l, c] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const t = 1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.2 * cos(4 * h - 63);
  const sl = 1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2);
  const [sc, sh] = [1 + 0.045 * c, 1 + 0.015 * c * t];
  const rt = -2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7)) * sin(60 * Math.exp(-(((h - 275) / 25) ** 2)));
  const [dl, dc, dH] = [(l2 - l1) / sl, (c2 - c1) / sc, (2 * Math.sqrt(c1 * c2) * sin(dh / 2)) / sh];
  return Math.sqrt(dl ** 2 + dc ** 2 + dH ** 2 + rt * dc * dH);
}

const luminance = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
export function contrast(one, two) {
  const [high, low] = [luminance(parse(one)), luminance(parse(two))].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

/** The smallest distance between two fills over all kinds of colour vision. */
function worstPair(fills) {
  let worst = { distance: Infinity };
  for (const vision of Object.keys(visions)) {
    const labs = fills.map(({ state, hex }) => ({ state, lab: toLab(seenBy(vision, parse(hex))) }));
    for (const [i, one] of labs.entries()) {
      for (const two of labs.slice(i + 1)) {
        const distance = ciede2000(one.lab, two.lab);
        if (distance < worst.distance) worst = { distance, vision, pair: `${one.state}/${two.state}` };
      }
    }
  }
  return worst;
}

function readTokens(theme) {
  const css = readFileSync(new URL('../src/styles/tokens.css', import.meta.url), 'utf8');
  const start = css.search(theme === 'light' ? /^:root \{/m : /^:root\[data-theme=["']dark["']\] \{/m);
  if (start < 0) throw new Error(`tokens.css has no ${theme} theme`);
  const block = css.slice(start).split('}')[0];
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6});/g)].map((m) => [m[1], m[2]]));
}

function judge(theme) {
  const token = readTokens(theme);
  const limit = limits[theme];
  const faults = [];
  const worst = worstPair(states.map((state) => ({ state, hex: token[`${state}-fill`] })));
  if (worst.distance < limit.fillDistance)
    faults.push(`fills ${worst.pair} (${worst.vision}): ${worst.distance.toFixed(1)}`);
  let lowest = Infinity;
  for (const background of ['page', 'surface', 'selected']) {
    for (const name of [...states.map((state) => `${state}-text`), 'text', 'muted']) {
      const ratio = contrast(token[name], token[background]);
      const needed = name.endsWith('-text') ? limit.textContrast : 4.5;
      lowest = Math.min(lowest, ratio);
      if (ratio < needed) faults.push(`${name} on ${background}: ${ratio.toFixed(2)} < ${needed}`);
    }
  }
  for (const state of states) {
    const ratio = contrast(token[`${state}-fill`], token.surface);
    if (ratio < limit.fillContrast) faults.push(`${state}-fill on surface: ${ratio.toFixed(2)}`);
  }
  console.log(
    `${theme}: worst fill pair ${worst.pair} ${worst.distance.toFixed(1)} (${worst.vision}), lowest text contrast ${lowest.toFixed(2)}`,
  );
  return faults.map((fault) => `${theme}: ${fault}`);
}

function search(theme, state) {
  const token = readTokens(theme);
  const others = states.filter((s) => s !== state).map((s) => ({ state: s, hex: token[`${s}-fill`] }));
  const found = [];
  const hex2 = (n) => n.toString(16).padStart(2, '0');
  for (let r = 0; r < 256; r += 12)
    for (let g = 0; g < 256; g += 12)
      for (let b = 0; b < 256; b += 12) {
        const hex = `#${hex2(r)}${hex2(g)}${hex2(b)}`;
        if (contrast(hex, token.surface) < limits[theme].fillContrast) continue;
        found.push({ hex, ...worstPair([...others, { state, hex }]) });
      }
  found.sort((a, b) => b.distance - a.distance);
  for (const f of found.slice(0, 40)) console.log(f.hex, f.distance.toFixed(1), f.pair, f.vision);
}

if (process.argv[2] === '--search') {
  search(process.argv[3], process.argv[4]);
} else {
  const faults = [...judge('light'), ...judge('dark')];
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exit(1);
}
