import type { Route } from './small-hub.js';

const NOWHERE = {
  started_at: null,
  created_at: '2026-01-01T00:00:00.000Z',
  created_by: 'key:1',
  rate: 0,
  remaining: 0,
};

/** Lists of values alone, and read at once: those that say they are bad are refused. */
export function importRoutes(): Route[] {
  let lines: string[] = [];
  const isBad = (value: string) => value.includes('bad');
  const refusal = { code: 'observable_invalid', detail: 'The value is not valid' };
  const job = () => {
    const rejected = lines.filter(isBad).length;
    const created = lines.length - rejected;
    const items = { read: lines.length, accepted: created, created, updated: 0, unchanged: 0, rejected };
    const ended = { state: 'done', ended_at: '2026-01-01T00:00:00.000Z' };
    return {
      ...NOWHERE,
      id: 'i1',
      name: 'x',
      format: 'list',
      ...ended,
      bytes: 1,
      bytes_read: 1,
      items,
      notes: 0,
      warned: 0,
    };
  };
  const valuesOf = (body: string) => body.split('\n').filter((line) => line !== '');
  return [
    [
      'POST',
      /\/imports\/preview$/,
      (_, body) => ({
        format: 'list',
        sample: valuesOf(body).map((value, i) => ({
          place: `line ${i + 1}`,
          item: { value },
          ...(isBad(value) && refusal),
        })),
        more: false,
      }),
    ],
    [
      'POST',
      /\/imports$/,
      (_, body) => {
        lines = valuesOf(body);
        return job();
      },
    ],
    ['GET', /\/imports\/i1$/, job],
    [
      'GET',
      /\/imports\/i1\/outcomes\.csv$/,
      ({ searchParams }) => {
        const rows = lines.map((value, i) =>
          isBad(value)
            ? `line ${i + 1},rejected,${refusal.code},"${refusal.detail}, he ""said""",`
            : `line ${i + 1},created,,,indicator--${i}`,
        );
        const only = searchParams.get('outcome');
        const kept = rows.filter((row) => only === null || row.includes(`,${only},`));
        return Buffer.from(['place,outcome,code,reason,id', ...kept, ''].join('\n'));
      },
    ],
  ];
}
