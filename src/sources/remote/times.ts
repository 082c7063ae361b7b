const RFC3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/i;

/** Microseconds since the epoch: TAXII's times have six digits, more than a Date holds. Undefined for what is no time; digits beyond are cut. */
export function microseconds(text: string | undefined): bigint | undefined {
  const [, seconds = '', fraction = '', zone = ''] = RFC3339.exec(text ?? '') ?? [];
  const ms = Date.parse(`${seconds}${zone}`);
  return Number.isNaN(ms) ? undefined : BigInt(ms) * 1_000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
}

const SECOND = 1_000_000n;

/** As TAXII has it: `2026-01-31T10:00:00.123456Z`. */
export function instant(micro: bigint): string {
  const part = ((micro % SECOND) + SECOND) % SECOND;
  const seconds = new Date(Number((micro - part) / 1_000n)).toISOString().slice(0, 19);
  return `${seconds}.${String(part).padStart(6, '0')}Z`;
}
