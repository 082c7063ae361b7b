import ipaddr from 'ipaddr.js';
import { networkOf, reverseHostOf } from '../formats/index.js';
import { type Facts, type Observable, tlpRank } from '../kernel/index.js';
import { comparing } from './comparing.js';
import { HEX_TYPES, type Leaf, type Node, type Query, type State } from './node.js';

type Test = (facts: Facts) => boolean;

/**
 * The query as a function over {@link Facts}, for live lanes: all that depends on the query alone is worked out once,
 * what depends on an observable is kept with it, since every lane asks the same of it. `clock` serves `is:`.
 */
export function toPredicate(query: Query, clock: () => number = Date.now): Test {
  return testOf(query.node, clock);
}

function testOf(node: Node, clock: () => number): Test {
  switch (node.kind) {
    case 'all': {
      const tests = node.of.map((part) => testOf(part, clock));
      return (facts) => tests.every((test) => test(facts));
    }
    case 'any': {
      const tests = node.of.map((part) => testOf(part, clock));
      return (facts) => tests.some((test) => test(facts));
    }
    case 'not': {
      const test = leafTest(node.of, clock);
      return (facts) => !test(facts);
    }
    default:
      return leafTest(node, clock);
  }
}

function leafTest(leaf: Leaf, clock: () => number): Test {
  switch (leaf.kind) {
    case 'text':
      return ({ text }) => text.includes(leaf.needle);
    case 'type': {
      const types = new Set(leaf.observables);
      return ({ type, observables }) => type === leaf.stix || observables.some((one) => types.has(one.type));
    }
    case 'id':
      return ({ id }) => id === leaf.id;
    case 'tlp': {
      const holds = comparing(leaf.comparison, leaf.rank);
      return ({ tlp }) => holds(tlpRank(tlp));
    }
    case 'confidence': {
      const holds = comparing(leaf.comparison, leaf.value);
      return ({ confidence }) => confidence !== null && holds(confidence);
    }
    case 'seen':
      throw new Error('no object tells how often it was seen');
    case 'label':
      return leaf.prefix
        ? ({ labels }) => labels.some((label) => label.startsWith(leaf.label))
        : ({ labels }) => labels.includes(leaf.label);
    case 'from':
      return ({ organisationId }) => organisationId === leaf.organisationId;
    case 'time':
      return timeTest(leaf);
    case 'is':
      return STATE_TESTS[leaf.state](clock);
    default:
      return observableTest(leaf);
  }
}

function timeTest({ field, comparison, at }: Extract<Leaf, { kind: 'time' }>): Test {
  const holds = comparing(comparison, at);
  if (field === 'expires') return ({ validUntil }) => validUntil !== null && holds(validUntil);
  return (facts) => holds(facts[field]);
}

const STATE_TESTS: Record<State, (clock: () => number) => Test> = {
  revoked: () => (facts) => facts.revoked,
  expired: (clock) => (facts) => hasExpired(facts, clock),
  active: (clock) => (facts) => !facts.revoked && !hasExpired(facts, clock),
};

function hasExpired({ validUntil }: Facts, clock: () => number): boolean {
  return validUntil !== null && validUntil < clock();
}

type ObservableLeaf = Extract<Leaf, { kind: 'value' | 'within' | 'covers' | 'domain' | 'hash' }>;

function observableTest(leaf: ObservableLeaf): Test {
  const holds = observableHolds(leaf);
  return ({ observables }) => observables.some((one) => holds(one));
}

function observableHolds(leaf: ObservableLeaf): (observable: Observable) => boolean {
  switch (leaf.kind) {
    case 'value': {
      const values = new Set(leaf.anyOf.map((one) => one.value));
      return ({ type, value }) =>
        values.has(value) && leaf.anyOf.some((one) => one.type === type && one.value === value);
    }
    case 'within': {
      const outer = parseNetwork(leaf.network);
      return (one) => contains(outer, network(one));
    }
    case 'covers': {
      const inner = parseNetwork(leaf.address);
      return (one) => contains(network(one), inner);
    }
    case 'domain':
      return (one) => reverseHost(one)?.startsWith(leaf.reverse) ?? false;
    case 'hash': {
      const types = new Set(HEX_TYPES);
      return ({ type, value }) => types.has(type) && value.startsWith(leaf.prefix);
    }
  }
}

type Network = [address: ipaddr.IPv4 | ipaddr.IPv6, bits: number];

function contains(outer: Network | null, inner: Network | null): boolean {
  if (!outer || !inner || outer[0].kind() !== inner[0].kind()) return false;
  return outer[1] <= inner[1] && inner[0].match(outer[0], outer[1]);
}

function parseNetwork(text: string): Network {
  if (text.includes('/')) return ipaddr.parseCIDR(text);
  const address = ipaddr.parse(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

const network = perObservable((observable) => {
  const text = networkOf(observable);
  return text === null ? null : parseNetwork(text);
});
const reverseHost = perObservable(reverseHostOf);

function perObservable<T>(derive: (observable: Observable) => T): (observable: Observable) => T {
  const known = new WeakMap<Observable, { readonly value: T }>();
  return (observable) => {
    const found = known.get(observable);
    if (found) return found.value;
    const value = derive(observable);
    known.set(observable, { value });
    return value;
  };
}
