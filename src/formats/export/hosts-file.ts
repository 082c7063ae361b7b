import { isHostName } from './host-name.js';
import { type ListFormat, remark } from './listed.js';

/** hosts(5): names that lead nowhere. It knows no wildcards and no addresses. */
export const hostsFile: ListFormat = {
  mediaType: 'text/plain; charset=utf-8',
  extension: 'hosts',
  comment: (text) => `# ${remark(text)}\n`,
  begin: () => '',
  lines: ({ observable: { type, value } }) =>
    type === 'domain-name' && isHostName(value) ? `0.0.0.0 ${value}\n` : null,
};
