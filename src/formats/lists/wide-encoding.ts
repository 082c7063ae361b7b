/** The encoding of a text that begins so, if a letter has two bytes in it: by its byte order mark, or by where zeros stand. */
export function wideEncoding(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const nuls = [0, 0];
  const looked = Math.min(head.length, 1_024) & ~1;
  for (let i = 0; i < looked; i++) if (head[i] === 0) nuls[i % 2]! += 1;
  if (looked < 4) return undefined;
  if (nuls[0] === 0 && nuls[1]! > looked / 4) return 'utf-16le';
  return nuls[1] === 0 && nuls[0]! > looked / 4 ? 'utf-16be' : undefined;
}
