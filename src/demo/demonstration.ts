import { parse } from 'csv-parse/sync';
import fs from 'node:fs';
import path from 'node:path';
import type { Passwords, Rights } from '../members/index.js';
import { CLIENT, PUBLISHERS, TO_GROUP } from './alliance.js';
import { type Seat, seatEveryone } from './seats.js';

/** At the root of the checkout, whether this is compiled or not. */
const FACTS = ['../../hafnium.csv', '../../../hafnium.csv']
  .map((place) => new URL(place, import.meta.url))
  .find((file) => fs.existsSync(file));

export interface Demonstration {
  readonly url: string;
  readonly default: string;
  readonly commands: Readonly<Record<string, string>>;
  readonly profiles: Readonly<
    Record<string, { readonly key: string; readonly email: string; readonly password: string }>
  >;
}

const fileOf = (dataDir: string) => path.join(dataDir, 'client.json');

/** What an earlier start made, or undefined. The hub may listen elsewhere now: at `url`, where the command line is led. */
export function madeBefore(url: string, dataDir: string): Demonstration | undefined {
  const file = fileOf(dataDir);
  if (!fs.existsSync(file)) return undefined;
  const made: Demonstration = { ...(JSON.parse(fs.readFileSync(file, 'utf8')) as Demonstration), url };
  keep(made, dataDir);
  return made;
}

/**
 * Makes the demonstration alliance in an empty hub that listens on `url`, and publishes the facts of March 2021 through
 * its public API. Keys and passwords are kept in `client.json` of the data folder, where the command line finds them.
 */
export async function demonstrate(
  url: string,
  dataDir: string,
  rights: Rights,
  passwords: Passwords,
): Promise<Demonstration> {
  const { seats, groups } = await seatEveryone(rights, passwords);
  await publish(url, seats, groups);
  const profiles = Object.fromEntries(
    [...seats.values()].map(({ name, key, email, password }) => [name, { key, email, password }]),
  );
  const made: Demonstration = { url, ...CLIENT, profiles };
  keep(made, dataDir);
  return made;
}

const keep = (made: Demonstration, dataDir: string): void =>
  fs.writeFileSync(fileOf(dataDir), `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });

interface Fact {
  readonly value: string;
  readonly type: string;
  readonly tlp: string;
  readonly confidence: string;
  readonly labels: string;
  readonly valid_from: string;
  readonly reference: string;
  readonly description: string;
}

async function publish(
  url: string,
  byName: ReadonlyMap<string, Seat>,
  groups: ReadonlyMap<string, string>,
): Promise<void> {
  if (!FACTS) throw new Error('hafnium.csv is missing');
  const facts = parse<Fact>(fs.readFileSync(FACTS, 'utf8'), { columns: true, skip_empty_lines: true });
  const submit = async (name: string, body: unknown) => {
    const headers = { authorization: `Bearer ${byName.get(name)?.key}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}/api/v1/indicators`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`the demonstration was not published: ${await response.text()}`);
  };
  for (const publisher of new Set(Object.values(PUBLISHERS))) {
    const items = facts.filter((fact) => PUBLISHERS[fact.type] === publisher).map(toItem);
    await submit(publisher, { items });
  }
  const { by, group, item } = TO_GROUP;
  await submit(by, { ...item, audience: { group: groups.get(group) } });
}

function toItem({ value, type, tlp, confidence, labels, valid_from, reference, description }: Fact) {
  return {
    value,
    type,
    tlp,
    confidence: Number(confidence),
    labels: labels.split(';'),
    valid_from,
    description,
    external_references: [{ source_name: reference.split(',')[0] ?? reference, description: reference }],
  };
}
