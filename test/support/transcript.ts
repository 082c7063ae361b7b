/** What legitimately differs between two hubs that were told the same, and why. All else is compared as it is. */
const DIFFERS: readonly { readonly name: string; readonly text: RegExp; readonly why: string }[] = [
  { name: 'secret', text: /(?<=\/(?:invite|reset)#)[\w-]{43}/g, why: 'a one-time link’s secret is random' },
  { name: 'secret', text: /(?<="whsec_)[\w+/]{43}=(?=")/g, why: 'likewise a webhook’s' },
  { name: 'request', text: /(?<="requestId":")[0-9a-f-]{36}(?=")/g, why: 'each request has an id of its own' },
  {
    name: 'time',
    text: /20(?:2[5-9]|[3-9]\d)-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g,
    why: 'made by the hub’s clock; what the script says is of 2021',
  },
  {
    name: 'uuid',
    text: /\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/g,
    why: 'random: request, submission, sighting and opinion ids; what the script names is of version 5',
  },
  {
    name: 'blind',
    text: /(?<="(?:chain|nonce|digest|commitment)":")[\w-]+(?=")/g,
    why: 'nonces are random, and digests, chains and commitments are over them',
  },
  {
    name: 'sealed',
    text: /(?<=(?:"(?:cursor|next)":"|\nid: ))[\w-]{40,}/g,
    why: 'cursors are sealed under a random nonce',
  },
  {
    name: 'second',
    text: /(?<="(?:(?:publish_)?timestamp|date_sighting)":")(?:1[789]|[2-9]\d)\d{8}(?=")/g,
    why: 'a MISP event’s time is that of its latest change here; what the script says is of 2021',
  },
  {
    name: 'tag',
    text: /(?<=etag: W\/")[\w-]{32}(?=")/g,
    why: 'an export’s is over chains, under a secret of the hub’s',
  },
  {
    name: 'event',
    text: /(?<=(?:\{"response":\[|,\n)\{"Event":\{"uuid":")[0-9a-f-]{36}(?=")/g,
    why: 'of an export as MISP events: likewise',
  },
  {
    name: 'sighting',
    text: /(?<=\{"uuid":")[0-9a-f-]{36}(?=","type":"\d","date_sighting":")/g,
    why: 'in MISP it follows from the id that the hub gave it',
  },
  { name: 'bundle', text: /(?<="bundle--)[0-9a-f-]{36}(?=")/g, why: 'likewise' },
  { name: 'time', text: /(?<=hostmaster\.localhost\. )\d{10}/g, why: 'a zone’s is the time that it is as of' },
  { name: 'hash', text: /(?<="sha256":")[0-9a-f]{64}(?=")/g, why: 'of a submission’s ids and versions, for the audit' },
];
/** Only where the object itself was made by the hub: its id and times are in what the ETag is a hash of. */
const MADE = { name: 'etag', text: /(?<=\\?")[0-9a-f]{32}(?=\\?")/g };

/** Names the values that differ in the order in which they come, so that equal ones stay equal and lengths stay seen. */
export class Transcript {
  private readonly names = new Map<string, string>();
  private readonly counts = new Map<string, number>();

  /** `made`: the answer is about an object to which the hub itself gave id and times. */
  plain(text: string, made = false): string {
    const rules = made ? [...DIFFERS, MADE] : DIFFERS;
    return rules.reduce(
      (rest, { name, text: pattern }) => rest.replace(pattern, (value) => this.nameOf(name, value)),
      text,
    );
  }

  private nameOf(kind: string, value: string): string {
    // times may be equal by chance; cursors and request ids are never the same twice
    if (kind === 'time' || kind === 'second' || kind === 'sealed' || kind === 'request')
      return `<${kind}:${value.length}>`;
    const known = this.names.get(`${kind} ${value}`);
    if (known !== undefined) return known;
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    const name = `<${kind}#${count}:${value.length}>`;
    this.names.set(`${kind} ${value}`, name);
    return name;
  }
}

/** Where two texts begin to differ, with what stands around it. */
export function firstDifference(bare: string, full: string): string {
  let at = 0;
  while (at < bare.length && bare[at] === full[at]) at += 1;
  const around = (text: string) => text.slice(Math.max(0, at - 80), at + 120);
  return `at ${at}:\n    bare …${around(bare)}…\n    full …${around(full)}…`;
}
