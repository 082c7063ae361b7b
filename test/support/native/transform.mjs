import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = resolve(import.meta.dirname, '../../..');

/**
 * Jest would load the hub and all that it stands on anew for every test file: some 2,800 modules, three seconds. Instead a
 * worker loads the compiled hub once, as Node does, and test files get what it exports.
 */
export default {
  // what `export *` gives is no part of the file's own text
  async getCacheKeyAsync(_text, path) {
    return createHash('sha256')
      .update(await passedOn(path))
      .digest('hex');
  },
  async processAsync(_text, path) {
    return { code: await passedOn(path) };
  },
};

/** A module that passes on what the native one exports. */
async function passedOn(path) {
  const { href } = pathToFileURL(compiled(path));
  const names = Object.keys(await import(href));
  return [
    `const native = await importNatively(${JSON.stringify(href)});`,
    ...names.map((name) =>
      name === 'default' ? 'export default native.default;' : `export const ${name} = native.${name};`,
    ),
  ].join('\n');
}

/** The compiled file of one of the hub's own; a package's stays as it is. */
const compiled = (path) =>
  path.endsWith('.ts') ? join(ROOT, 'dist', relative(ROOT, path).replace(/\.ts$/, '.js')) : path;
