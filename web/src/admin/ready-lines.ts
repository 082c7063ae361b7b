import type { Scope } from './api.ts';

/** A line that is ready to be pasted, and what it is for (a text under `ready`). */
export interface ReadyLine {
  readonly name:
    | 'whoami'
    | 'curl'
    | 'feed'
    | 'taxii'
    | 'taxiiTry'
    | 'misp'
    | 'mispHeader'
    | 'mispServer'
    | 'list'
    | 'login'
    | 'submit';
  readonly text: string;
}

/** What a key is used with, filled in: nothing in it needs quoting otherwise in a POSIX shell, for keys have no quotes. */
export function readyLines(url: string, key: string, scopes: readonly Scope[]): readonly ReadyLine[] {
  const bearer = `-H 'Authorization: Bearer ${key}'`;
  const lines: (ReadyLine & { scope?: Scope })[] = [
    { name: 'curl', scope: 'read', text: `curl -sS ${bearer} '${url}/api/v1/search?q=is:active&limit=10'` },
    { name: 'feed', scope: 'feed', text: `curl -sSN ${bearer} -H 'Accept: application/x-ndjson' '${url}/api/v1/feed'` },
    {
      name: 'submit',
      scope: 'submit',
      text: `curl -sS ${bearer} -H 'Content-Type: application/json' -d '{"value":"evil.example","tlp":"amber","audience":"organisation"}' '${url}/api/v1/indicators'`,
    },
    { name: 'login', text: `printf %s '${key}' | tocsin login --url '${url}' --key -` },
    { name: 'taxii', scope: 'read', text: `${url}/taxii2/` },
    {
      name: 'taxiiTry',
      scope: 'read',
      text: `curl -sS -u 'taxii:${key}' -H 'Accept: application/taxii+json;version=2.1' '${url}/taxii2/alliance/collections/'`,
    },
    { name: 'misp', scope: 'read', text: `${url}/misp/feed` },
    { name: 'mispHeader', scope: 'read', text: `Authorization: Bearer ${key}` },
    { name: 'mispServer', scope: 'submit', text: `${url}/misp` },
    {
      name: 'list',
      scope: 'read',
      text: `curl -sS -u 'firewall:${key}' '${url}/api/v1/export?format=txt&q=confidence%3E%3D70' -o tocsin.txt`,
    },
    { name: 'whoami', text: `curl -sS ${bearer} '${url}/api/v1/me'` },
  ];
  return lines.filter(({ scope }) => scope === undefined || scopes.includes(scope));
}
