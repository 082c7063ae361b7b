import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUGS } from './bugs.js';
import { plant } from './plant.js';

describe('planting', () => {
  const root = mkdtempSync(join(tmpdir(), 'tocsin-plant-'));
  const file = join(root, 'dist/src/one.js');
  beforeAll(() => {
    for (const dir of ['dist/src', 'dist/migrations', 'node_modules']) mkdirSync(join(root, dir), { recursive: true });
    writeFileSync(join(root, 'package.json'), '{}');
    writeFileSync(file, 'lock(); read(); read();');
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('changes a copy and leaves the original', () => {
    const copy = plant(root, [{ file: 'one.js', find: 'lock();', put: '' }]);
    expect(readFileSync(join(copy.dist, 'src/one.js'), 'utf8')).toBe(' read(); read();');
    expect(readFileSync(file, 'utf8')).toContain('lock();');
    copy.remove();
    expect(existsSync(copy.dist)).toBe(false);
  });

  it.each(BUGS)('finds the places of: $bug', ({ patches }) => {
    const copy = plant(process.cwd(), patches);
    expect(existsSync(copy.dist)).toBe(true);
    copy.remove();
  });

  it.each(['gone();', 'read();'])('refuses a text that is not there exactly once: %s', (find) => {
    expect(() => plant(root, [{ file: 'one.js', find, put: '' }])).toThrow('times: ');
  });
});
