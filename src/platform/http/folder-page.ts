import type { IncomingMessage } from 'node:http';

/** Of a folder of files its `index.html` is served: no route can end in a slash. */
export const folderPageUrl = ({ url = '/' }: Pick<IncomingMessage, 'url'>): string =>
  url.replace(/^(\/\.well-known\/[^?]*\/)(?=$|\?)/, '$1index.html');
