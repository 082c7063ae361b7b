import { Fault } from '../../kernel/index.js';
import type { Found, Reader } from '../reading.js';
import { referencesFrom } from './cell-lists.js';
import { type Line, textLines } from './text-lines.js';

/** The types of Zeek's intelligence framework; a name of a user or of software is nothing that members exchange. */
const TYPES: Readonly<Record<string, string>> = {
  ADDR: 'ip',
  SUBNET: 'ip',
  URL: 'url',
  EMAIL: 'email-addr',
  DOMAIN: 'domain-name',
  CERT_HASH: 'x509-certificate',
  FILE_HASH: 'hash',
  FILE_NAME: 'file-name',
  JA3: 'ja3',
  JA4: 'ja4',
};

/** Reads files of Zeek's intelligence framework: `#fields indicator indicator_type meta.source …`, separated by tabs. */
export const zeekReader: Reader = async function* (bytes) {
  const file = new ZeekFile();
  for await (const lines of textLines(bytes)) for (const line of lines) yield* file.read(line);
};

class ZeekFile {
  private separator = '\t';
  private empty = '(empty)';
  private unset = '-';
  private fields: readonly string[] | undefined;

  *read({ no, text, tooLong }: Line): Generator<Found> {
    const at = `line ${no}`;
    if (tooLong) yield { at, fault: new Fault('body_too_large', 'the line is too long') };
    else if (text.startsWith('#')) this.directive(text.slice(1));
    else if (text.trim() !== '') {
      if (!this.fields) throw new Fault('invalid', `${at}: there is no #fields line before the first indicator`);
      yield this.item(at, text.split(this.separator));
    }
  }

  private directive(text: string): void {
    const [name = '', ...rest] = text.split(/[\t ]/);
    if (name === 'separator')
      this.separator = (rest[0] ?? '\t').replaceAll(/\\x([0-9a-f]{2})/gi, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      );
    else if (name === 'empty_field') this.empty = rest[0] ?? this.empty;
    else if (name === 'unset_field') this.unset = rest[0] ?? this.unset;
    else if (name === 'fields') {
      const fields = text
        .slice('fields'.length + 1)
        .split(this.separator)
        .map((field) => field.trim());
      if (!fields.includes('indicator') || !fields.includes('indicator_type'))
        throw new Fault('invalid', '#fields must name indicator and indicator_type');
      this.fields = fields;
    }
  }

  private item(at: string, cells: readonly string[]): Found {
    const cell = (field: string): string => {
      const text = cells[this.fields?.indexOf(field) ?? -1]?.trim() ?? '';
      return text === this.unset || text === this.empty ? '' : text;
    };
    const value = cell('indicator');
    const zeek = cell('indicator_type').replace(/^Intel::/, '');
    if (value === '') return { at, fault: new Fault('invalid', 'there is no indicator') };
    if (cells.some((text) => text.includes('\0')))
      return { at, fault: new Fault('invalid_character', 'the line has U+0000') };
    const name = Object.hasOwn(TYPES, zeek) ? TYPES[zeek] : undefined;
    if (name === undefined)
      return { at, fault: new Fault('observable_invalid', `the type Intel::${zeek.slice(0, 50)} is not known here`) };
    const type = name === 'ip' ? (value.includes(':') ? 'ipv6-addr' : 'ipv4-addr') : name;
    const references = [...referencesFrom(cell('meta.source')), ...referencesFrom(cell('meta.url'))];
    return {
      at,
      item: {
        // Zeek's URLs have no scheme
        value: type === 'url' && !/^[a-z]+:\/\//i.test(value) ? `http://${value}` : value,
        ...(type !== 'hash' && { type }),
        ...(cell('meta.desc') !== '' && { description: cell('meta.desc') }),
        ...(references.length > 0 && { external_references: references }),
      },
    };
  }
}
