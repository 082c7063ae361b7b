#!/usr/bin/env node
import { existsSync } from 'node:fs';

// Compiled by `npm start` and `npm run build`; a fresh checkout has only the source.
const cli = new URL('../dist/cli.js', import.meta.url);
if (!existsSync(cli)) {
  process.stderr.write('tocsin: not built yet: run `npm run build` first\n');
  process.exit(1);
}
await import(cli.href);
