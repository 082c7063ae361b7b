import { HubError } from 'tocsin';

/** What stands in the fields of a form, by their names. */
export function textsOf(form: HTMLFormElement): (name: string) => string {
  const data = new FormData(form);
  return (name) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
}

/** What the hub says against a field of a form, or against a part of it, by where its fault points; nothing when it is about another. */
export function against(error: unknown, field: string): string | undefined {
  if (!(error instanceof HubError)) return undefined;
  const { pointer, detail, code, problem } = error;
  const errors = Array.isArray(problem['errors']) ? (problem['errors'] as Partial<typeof error>[]) : [];
  const found = [...errors, { pointer, detail }].find((one) => one.pointer?.split('/')[1] === field);
  return found && (found.detail ?? code);
}
