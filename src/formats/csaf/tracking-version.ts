/**
 * Orders two values of `tracking.version`, integer or semantic (CSAF 2.0, 3.1.11): negative when `a` is the earlier, 0 when
 * they are the same. A pre-release is earlier than its release; build metadata doesn't count.
 */
export function compareTrackingVersions(a: string, b: string): number {
  const [one, other] = [parts(a), parts(b)];
  for (const [i, number] of one.numbers.entries()) {
    const difference = number - (other.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  if (one.before.length === 0 || other.before.length === 0) return other.before.length - one.before.length;
  return compareBefore(one.before, other.before);
}

function parts(version: string): { numbers: number[]; before: string[] } {
  const [, numbers = '', before = ''] = /^([\d.]+)(?:-([^+]*))?/.exec(version) ?? [];
  const [major = 0, minor = 0, patch = 0] = numbers.split('.').map(Number);
  return { numbers: [major, minor, patch], before: before === '' ? [] : before.split('.') };
}

/** Identifiers one by one, numbers before words, fewer before more (semver 2.0, 11.4). */
function compareBefore(a: readonly string[], b: readonly string[]): number {
  for (const [i, one] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    if (one === other) continue;
    const [x, y] = [Number(one), Number(other)];
    if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
    return Number.isNaN(x) ? (one < other ? -1 : 1) : x - y;
  }
  return a.length - b.length;
}
