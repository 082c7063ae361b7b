/** Adds one to the list under a key, which is begun if there is none: in constant time, as no copy of the list is. */
export function append<K, V>(lists: Map<K, V[]>, key: K, one: V): void {
  const list = lists.get(key);
  if (list) list.push(one);
  else lists.set(key, [one]);
}
