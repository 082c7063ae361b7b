import { parseArgs } from 'node:util';

export interface Options {
  readonly smoke: boolean;
  readonly seed: number;
  readonly json: string | undefined;
  /** How long the faults go on, at least. */
  readonly minutes: number;
  /** What must be reached, else the run proves too little. */
  readonly acknowledged: number;
  readonly kills: number;
  readonly hubs: number;
  readonly controls: boolean;
}

const USAGE = `npm run torture -- [--smoke] [--seed N] [--minutes M] [--json FILE] [--no-controls]`;

/** The command line. Throws an Error that holds the usage. */
export function optionsOf(args: readonly string[]): Options {
  const { values } = parse(args);
  const smoke = values.smoke ?? false;
  const number = (name: 'seed' | 'minutes', otherwise: number) => {
    const value = Number(values[name] ?? otherwise);
    if (!Number.isFinite(value) || value < 0) throw new Error(`--${name} is a number\n${USAGE}`);
    return value;
  };
  return {
    smoke,
    seed: Math.trunc(number('seed', Math.floor(Math.random() * 1e6))),
    json: values.json,
    minutes: number('minutes', smoke ? 0 : 25),
    acknowledged: smoke ? 10_000 : 200_000,
    kills: smoke ? 20 : 100,
    hubs: smoke ? 2 : 3,
    controls: values['no-controls'] !== true,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        smoke: { type: 'boolean' },
        seed: { type: 'string' },
        json: { type: 'string' },
        minutes: { type: 'string' },
        'no-controls': { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new Error(`${String(error)}\n${USAGE}`, { cause: error });
  }
}
