const TERM = /-?(?:[a-z]+(?:<=|>=|!=|[:<>=]))?(?:"(?:[^"\\]|\\.)*"\*?|[^\s()"]+)|[()]/gi;

const termsOf = (q: string): string[] => q.match(TERM) ?? [];

export const hasTerm = (q: string, term: string): boolean => termsOf(q).includes(term);

/** The query with the term, or without it if it has it: alternatives are put in parentheses first, so that it holds for all. */
export function toggled(q: string, term: string): string {
  const terms = termsOf(q);
  if (terms.includes(term)) return joined(terms.filter((one) => one !== term));
  if (q.trim() === '') return term;
  return `${terms.includes('OR') && !q.trim().startsWith('(') ? `(${q.trim()})` : q.trim()} ${term}`;
}

const joined = (terms: readonly string[]): string => terms.join(' ').replaceAll('( ', '(').replaceAll(' )', ')').trim();
