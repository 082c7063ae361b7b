/** `label`: null for none. */
interface Wish {
  readonly id?: string;
  readonly version?: number;
  readonly label?: string | null;
  readonly title?: string;
}

/** A CSAF 2.0 document as somebody else publishes it. */
export function csafDocument({
  id = 'ACME-2026-0001',
  version = 1,
  label = 'WHITE',
  title = 'A flaw in Rocket',
}: Wish = {}): string {
  const date = (number: number) => `2026-01-0${number}T10:00:00.000Z`;
  return JSON.stringify({
    document: {
      category: 'csaf_base',
      csaf_version: '2.0',
      title,
      ...(label !== null && { distribution: { tlp: { label } } }),
      publisher: { category: 'vendor', name: 'ACME', namespace: 'https://acme.example' },
      notes: [{ category: 'summary', text: `Words of version ${version}.` }],
      tracking: {
        id,
        status: 'final',
        version: String(version),
        initial_release_date: date(1),
        current_release_date: date(version),
        revision_history: Array.from({ length: version }, (_, i) => ({
          date: date(i + 1),
          number: String(i + 1),
          summary: 'x',
        })),
      },
    },
    product_tree: {
      branches: [
        {
          category: 'vendor',
          name: 'ACME',
          branches: [{ category: 'product_name', name: 'Rocket', product: { name: 'ACME Rocket', product_id: 'P1' } }],
        },
      ],
    },
    vulnerabilities: [{ cve: 'CVE-2026-10001', product_status: { known_affected: ['P1'] } }],
  });
}
