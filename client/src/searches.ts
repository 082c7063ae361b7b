import { readJson, type Rest } from './rest.js';
import type { StixObject } from './types.js';

/** How a person wants to be told of what a saved search finds. */
export interface SearchWatch {
  bell: boolean;
  mail: 'none' | 'instant' | 'hourly' | 'daily';
  paused: boolean;
}

/** A search that somebody keeps; `watch` is your own. */
export interface SavedSearch {
  id: string;
  name: string;
  q: string;
  shared: boolean;
  own: boolean;
  /** Whose it is. */
  by: string;
  created_at: string;
  watch: SearchWatch;
  /** Why the query can't be read any more; null when it can. */
  problem: string | null;
}

/** What of the bell is unread; 100 stands for that many or more. */
export interface Unread {
  unread: number;
  searches: { search: string; unread: number }[];
}

/** What your watched searches have found, newest first. */
export interface Bell extends Unread {
  /** Marks as read what was there at this moment. */
  cursor: string;
  more: boolean;
  items: { searches: string[]; at: string; read: boolean; object: StixObject }[];
}

/** A mail about a saved search, and what became of it. */
export interface SearchMail {
  id: string;
  test: boolean;
  state: 'waiting' | 'taken' | 'sent' | 'dropped' | 'failed' | 'unknown';
  made_at: string;
  due_at: string;
  changed_at: string;
  tries: number;
  error: string | null;
}

const path = (id: string, more = ''): string => `/api/v1/searches/${encodeURIComponent(id)}${more}`;
const nothing = (): Promise<void> => Promise.resolve();

/** Saved searches and the bell: a person's; keys have none. */
export class Searches {
  constructor(private readonly rest: Rest) {}

  /** Your own, and those that colleagues share. */
  async list(): Promise<SavedSearch[]> {
    return (await this.rest.get<{ items: SavedSearch[] }>('/api/v1/searches')).items;
  }

  /** Nothing rings or is mailed unless it is said here. */
  add(search: { name: string; q: string; shared?: boolean } & Partial<SearchWatch>): Promise<SavedSearch> {
    return this.rest.post('/api/v1/searches', search);
  }

  amend(id: string, changes: Partial<Pick<SavedSearch, 'name' | 'q' | 'shared'>>): Promise<SavedSearch> {
    return this.rest.request('PATCH', path(id), { body: changes }, readJson<SavedSearch>);
  }

  remove(id: string): Promise<void> {
    return this.rest.request('DELETE', path(id), {}, nothing);
  }

  /** How you are told of what it finds from now on. */
  watch(id: string, watch: SearchWatch): Promise<SavedSearch> {
    return this.rest.request('PUT', path(id, '/watch'), { body: watch }, readJson<SavedSearch>);
  }

  /** How many objects of the last days it would have told you of. */
  preview(q: string): Promise<{ days: number; matched: number; more: boolean }> {
    return this.rest.get('/api/v1/searches/preview', { query: { q } });
  }

  bell(ask: { search?: string; limit?: number } = {}): Promise<Bell> {
    return this.rest.get('/api/v1/bell', { query: { ...ask } });
  }

  /** `through`: the cursor of the bell as it was read. */
  markRead(what: { through: string; search?: string }): Promise<Unread> {
    return this.rest.post('/api/v1/bell/read', what);
  }

  /** What you were mailed of it. */
  async mails(id: string): Promise<SearchMail[]> {
    return (await this.rest.get<{ items: SearchMail[] }>(path(id, '/mails'))).items;
  }

  /** Sends a mail again that did not surely arrive. */
  again(id: string, mail: string): Promise<void> {
    return this.rest.request('POST', path(id, `/mails/${encodeURIComponent(mail)}/again`), {}, nothing);
  }

  /** Mails you a test. */
  test(id: string): Promise<{ mail: string }> {
    return this.rest.post(path(id, '/test'), undefined);
  }
}
