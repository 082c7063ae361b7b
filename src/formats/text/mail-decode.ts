/** A body without its transfer encoding (RFC 2045, 6) and in the characters of its charset. */
export function decodeTransfer(body: string, encoding: string, charset: string | undefined): string {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return decoded(Buffer.from(body, 'base64'), charset);
    case 'quoted-printable':
      return decoded(quotedPrintable(body), charset);
    default:
      return body;
  }
}

/** Words of a header that are encoded (RFC 2047). */
export function decodeEncodedWords(header: string): string {
  if (!header.includes('=?')) return header;
  return header
    .replace(/(\?=)\s{1,80}(?==\?)/g, '$1')
    .replace(
      /=\?([\w-]{1,40})(?:\*\w{1,20})?\?([bq])\?([^?\s]{0,500})\?=/gi,
      (_, charset: string, kind: string, text: string) =>
        decoded(
          kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : quotedPrintable(text.replaceAll('_', ' ')),
          charset,
        ),
    );
}

/** Lines that end with `=` go on with the next. */
function quotedPrintable(text: string): Buffer {
  const joined = text.replace(/=[ \t]{0,80}\r?\n/g, '');
  const bytes = Buffer.from(joined, 'utf8');
  let to = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const code = bytes[at] === 0x3d ? Number.parseInt(bytes.toString('latin1', at + 1, at + 3), 16) : Number.NaN;
    const isByte = /^[0-9A-Fa-f]{2}$/.test(bytes.toString('latin1', at + 1, at + 3)) && bytes[at] === 0x3d;
    bytes[to++] = isByte ? code : (bytes[at] ?? 0);
    if (isByte) at += 2;
  }
  return bytes.subarray(0, to);
}

function decoded(bytes: Uint8Array, charset = 'utf-8'): string {
  try {
    return new TextDecoder(charset.trim()).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes); // a charset that nobody knows
  }
}
