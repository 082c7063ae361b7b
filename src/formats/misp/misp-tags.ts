import { Fault, TLP, type Tlp, tlpRank } from '../../kernel/index.js';
import { papOf } from '../export/pap.js';
import { IN_EVENT, NOT_FOR_DETECTION } from './misp.js';
import { ClusterShape, TagShape } from './misp-shapes.js';

/** What the tags of an event or attribute say. */
export interface Tags {
  /** The strictest of its TLP tags. */
  readonly tlp?: Tlp;
  /** It has others, too, that say something else. */
  readonly contradicted: boolean;
  /** All that are no TLP tags, PAP ones written as the hub does. */
  readonly labels: readonly string[];
  /** ATT&CK techniques and the like, by their ids. */
  readonly techniques: readonly string[];
  /** Tags that were too many. */
  readonly more: number;
}

const MOST = 50;

/** Reads tags; what is local to one MISP is left out. Fault: `tlp_unknown` for one that only looks like a TLP tag. */
export function readTags(tags: readonly unknown[] = [], galaxies: readonly unknown[] = []): Tags {
  const said = new Set<Tlp>();
  const labels = new Set<string>();
  const more = new Set<string>();
  for (const name of [...tags.flatMap(nameOf), ...galaxies.flatMap(clusterTags)]) {
    const level = tlpOfTag(name);
    if (level !== undefined) said.add(level);
    else if (labels.size < MOST || papOf({ labels: [name] })) labels.add(papLabel(name) ?? name);
    else if (!labels.has(name)) more.add(name);
  }
  const [tlp] = [...said].toSorted((a, b) => tlpRank(b) - tlpRank(a));
  return {
    more: more.size,
    contradicted: said.size > 1,
    ...(tlp !== undefined && { tlp }),
    labels: [...labels],
    techniques: [...labels].flatMap(techniqueOf),
  };
}

/** Labels of a part of what has others: what may be done with the whole at most, may be done with the part at most. */
export function within(whole: readonly string[], labels: readonly string[]): readonly string[] {
  const pap = papOf({ labels: [...whole, ...labels] });
  return pap === undefined || pap === papOf({ labels: [...labels] }) ? labels : [...labels, `pap:${pap}`];
}

function nameOf(tag: unknown): string[] {
  const { success, data } = TagShape.safeParse(tag);
  return success && data.local !== true && data.exportable !== false ? [data.name.trim()] : [];
}

function clusterTags(galaxy: unknown): string[] {
  const clusters = (galaxy as { GalaxyCluster?: unknown } | null)?.GalaxyCluster;
  if (!Array.isArray(clusters)) return [];
  return clusters.flatMap((cluster) => {
    const { success, data } = ClusterShape.safeParse(cluster);
    return success && (cluster as { local?: unknown }).local !== true ? [data.tag_name] : [];
  });
}

const TLP_TAG = /^tlp\s*[:=]\s*"?(.*?)"?$/i;

function tlpOfTag(name: string): Tlp | undefined {
  const [, label] = TLP_TAG.exec(name) ?? [];
  if (label === undefined) return undefined;
  const known = label.toLowerCase() === 'white' ? 'clear' : TLP.find((tlp) => tlp === label.toLowerCase());
  if (known === undefined)
    throw new Fault('tlp_unknown', 'the TLP tags are tlp:clear, green, amber, amber+strict, red');
  return known;
}

function papLabel(name: string): string | undefined {
  const [, level] = /^PAP:(clear|white|green|amber|red)$/i.exec(name) ?? [];
  return level && `pap:${level.toLowerCase() === 'white' ? 'clear' : level.toLowerCase()}`;
}

const LINES = /[\p{Cc}\u2028\u2029]/u;

/** Labels as names of tags: on one line, nothing around them, none blank. TLP ones are left out: what an object is marked with says it. */
export function tagNames(labels: readonly string[]): string[] {
  return labels.flatMap((label) => {
    const name = label
      .split(LINES)
      .map((line) => line.trim())
      .filter(Boolean)
      .join(' ');
    const isHubs = name === '' || name === IN_EVENT || name === NOT_FOR_DETECTION || TLP_TAG.test(name);
    return isHubs ? [] : [tagOfLabel(name)];
  });
}

/** The label as MISP's taxonomies write it. */
export const tagOfLabel = (label: string): string =>
  /^pap:(?:clear|green|amber|red)$/.test(label) ? label.toUpperCase() : label;

const TECHNIQUE = /^misp-galaxy:mitre-[\w-]*attack-pattern="[^"]*?\b(T\d{4}(?:\.\d{3})?)"$/;

function techniqueOf(label: string): string[] {
  const [, id] = TECHNIQUE.exec(label) ?? [];
  return id === undefined ? [] : [id];
}
