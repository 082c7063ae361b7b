import { uuid5 } from './uuid5.js';

const NAMESPACE = 'ab4c0a0c-8e0f-4f0c-9a3b-5d1f6c7e2b90';

/** Stored texts as a STIX 2.1 bundle: put together as they are. The same objects make the same bundle, its id included. */
export function printBundle(objects: readonly string[]): string {
  const all = objects.join(',');
  return `{"type":"bundle","id":"bundle--${uuid5(NAMESPACE, all)}","objects":[${all}]}`;
}
