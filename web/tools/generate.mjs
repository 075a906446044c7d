// Writes src/lib/schema.d.ts from the HTTP contract. The generator needs the compiler interface of
// TypeScript 5, which version 7 no longer has: hence this folder's own package.
import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const contract = fileURLToPath(new URL('../../docs/api/openapi.yaml', import.meta.url));
const target = fileURLToPath(new URL('../src/lib/schema.d.ts', import.meta.url));
const generator = `${here}node_modules/openapi-typescript/bin/cli.js`;

if (existsSync(target) && statSync(target).mtimeMs > statSync(contract).mtimeMs) process.exit(0);
if (!existsSync(generator)) execFileSync('npm', ['ci', '--prefix', here], { stdio: 'inherit' });
execFileSync(process.execPath, [generator, contract, '-o', target], { stdio: 'inherit', cwd: here });
