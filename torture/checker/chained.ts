import { createHash } from 'node:crypto';
import { type Given, ledgerOp } from '../clients/records.js';
import { type Evidence, eraOf, type LedgerRow, type ReaderHistory } from './evidence.js';
import type { Findings } from './findings.js';

const OPS = ['create', 'update', 'revoke', 'recall'];
const START = Buffer.alloc(32).toString('base64url');

/** docs/feed.md: chain_n = sha256(chain_{n-1} ‖ sha256(u64be(position) ‖ u8(op) ‖ id ‖ 0 ‖ digest)). */
function link(before: string, { position, op, id, digest }: LedgerRow): string {
  const head = Buffer.alloc(9);
  head.writeBigUInt64BE(BigInt(position));
  head.writeUInt8(op, 8);
  const leaf = createHash('sha256').update(head).update(id).update('\0').update(Buffer.from(digest, 'base64url'));
  const sum = createHash('sha256').update(Buffer.from(before, 'base64url')).update(leaf.digest());
  return sum.digest('base64url');
}

/**
 * N4: in each audience positions are 1, 2, 3 …, the chain can be recomputed, and under one epoch a position has one
 * content for everybody, for ever. What a cursor of an earlier epoch gets is a refusal.
 */
export function chained(evidence: Evidence, found: Findings): void {
  const { witness, readers, restores } = evidence;
  const known = new Map<string, string>();
  const same = (era: number, audience: string, row: LedgerRow, who: string) => {
    const at = `${era} ${audience} ${row.position}`;
    const is = `${row.op} ${row.id} ${row.digest} ${row.chain}`;
    if ((known.get(at) ?? is) !== is)
      found.add(`N4: ${who} has position ${row.position} of ${audience} otherwise than others`);
    known.set(at, is);
  };
  for (const [audience, rows] of witness.ledgers) {
    let chain = START;
    rows.forEach((row, i) => {
      if (row.position !== i + 1) found.add(`N4: ${audience} has position ${row.position} where ${i + 1} belongs`);
      chain = link(chain, row);
      if (chain !== row.chain) found.add(`N4: the chain of ${audience} breaks at ${row.position}`);
      same(restores.length, audience, row, 'the ledger');
    });
  }
  for (const { org, audience, position, chain } of witness.heads) {
    const last = witness.ledgers.get(audience)?.at(-1);
    if (last?.position !== position || last.chain !== chain) found.add(`N4: ${org} is told another end of ${audience}`);
  }
  for (const reader of readers)
    watch(reader, evidence, found, (era, row, audience) => same(era, audience, row, reader.name));
}

const rowOf = ([op, , position, chain, id, , digest]: Given): LedgerRow => ({
  position,
  op: OPS.indexOf(ledgerOp(op)),
  id,
  digest,
  chain,
});

function watch(
  { name, lines }: ReaderHistory,
  evidence: Evidence,
  found: Findings,
  same: (era: number, row: LedgerRow, audience: string) => void,
): void {
  let [era, cursorEra, old] = [0, 0, false];
  for (const line of lines) {
    if (line.do === 'begin') {
      era = eraOf(evidence, line.at);
      old = line.after === 'cursor' && cursorEra < era;
    }
    if (line.do === 'refused') {
      if (!old || line.code !== 'cursor_epoch') found.add(`N4: ${name} was refused ${line.code}`);
    }
    if (line.do !== 'took') continue;
    if (old) found.add(`N4: ${name} had an old cursor taken after a restore`);
    old = false;
    cursorEra = era;
    for (const entry of line.entries) same(era, rowOf(entry), entry[1]);
  }
}
