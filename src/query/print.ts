import { TLP } from '../kernel/index.js';
import type { Comparison, Leaf, Node } from './node.js';

/** A node as a query that reads back as the same node. */
export function print(node: Node): string {
  if (node.kind === 'not') return `-${printLeaf(node.of)}`;
  if (node.kind === 'any') return node.of.map((part) => print(part)).join(' OR ');
  if (node.kind !== 'all') return printLeaf(node);
  return node.of.map((part) => (part.kind === 'any' ? `(${print(part)})` : print(part))).join(' ');
}

function printLeaf(leaf: Leaf): string {
  switch (leaf.kind) {
    case 'text':
      return quote(leaf.needle);
    case 'type':
      return `type:${leaf.name}`;
    case 'id':
      return `id:${leaf.id}`;
    case 'tlp':
      return `tlp${operator(leaf.comparison)}${TLP[leaf.rank]}`;
    case 'confidence':
      return `confidence${operator(leaf.comparison)}${leaf.value}`;
    case 'seen':
      return `seen${operator(leaf.comparison)}${leaf.times}`;
    case 'label':
      return `label:${quote(leaf.label)}${leaf.prefix ? '*' : ''}`;
    case 'from':
      return `from:${quote(leaf.name)}`;
    case 'time':
      return printTime(leaf);
    case 'is':
      return `is:${leaf.state}`;
    case 'value':
      return `value:${quote(leaf.text)}`;
    case 'within':
      return `in:${leaf.network}`;
    case 'covers':
      return leaf.address;
    case 'domain':
      return `domain:${leaf.name}`;
    case 'hash':
      return `hash:${leaf.prefix}`;
  }
}

function printTime({ field, comparison, at }: Extract<Leaf, { kind: 'time' }>): string {
  const instant = new Date(at).toISOString().replace('.000Z', 'Z');
  if (field !== 'modified') return `${field}${comparison}${instant}`;
  return `${comparison === '<' ? 'until' : 'since'}:${instant}`;
}

const operator = (comparison: Comparison): string => (comparison === '=' ? ':' : comparison);

/** Always in quotation marks: then nothing inside means anything to the grammar. */
function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
