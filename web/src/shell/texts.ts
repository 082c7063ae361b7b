/** What an address says behind its `?`, as text: everything that one looks at is a link. */
export const texts =
  <const Name extends string>(...names: Name[]) =>
  (said: Record<string, unknown>): { [name in Name]?: string } =>
    Object.fromEntries(
      names.flatMap((name) => (typeof said[name] === 'string' && said[name] !== '' ? [[name, said[name]]] : [])),
    ) as { [name in Name]?: string };
