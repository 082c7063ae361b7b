import { compareTrackingVersions } from './tracking-version.js';

describe('versions of a document', () => {
  it.each([
    ['1', '2'],
    ['9', '10'],
    ['1.0.0', '1.0.1'],
    ['1.9.0', '1.10.0'],
    ['1', '1.0.1'],
    ['2.0.0-rc.1', '2.0.0'],
    ['2.0.0-alpha.2', '2.0.0-alpha.10'],
    ['2.0.0-1', '2.0.0-alpha'],
    ['2.0.0-alpha', '2.0.0-alpha.1'],
  ])('%s comes before %s', (earlier, later) => {
    expect(compareTrackingVersions(earlier, later)).toBeLessThan(0);
    expect(compareTrackingVersions(later, earlier)).toBeGreaterThan(0);
  });

  it.each([
    ['1', '1.0.0'],
    ['1.2.3+build', '1.2.3'],
  ])('%s and %s are the same', (a, b) => expect(compareTrackingVersions(a, b)).toBe(0));
});
