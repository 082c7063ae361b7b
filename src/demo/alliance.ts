/** A member of the demonstration alliance. Names and addresses are made up; the countries are real. */
export interface DemoMember {
  readonly name: string;
  readonly short_name: string;
  readonly country: string;
  readonly blocs: readonly string[];
}

const member = (short_name: string, name: string, country: string, ...blocs: string[]): DemoMember => ({
  name,
  short_name,
  country,
  blocs,
});

export const MEMBERS: readonly DemoMember[] = [
  member('cert-us', 'CERT United States (demonstration)', 'USA', 'NATO'),
  member('cert-uk', 'CERT United Kingdom (demonstration)', 'GBR', 'NATO'),
  member('cert-de', 'CERT Germany (demonstration)', 'DEU', 'NATO', 'EU'),
  member('cert-fr', 'CERT France (demonstration)', 'FRA', 'NATO', 'EU'),
  member('cert-pl', 'CERT Poland (demonstration)', 'POL', 'NATO', 'EU'),
  member('cert-ee', 'CERT Estonia (demonstration)', 'EST', 'NATO', 'EU'),
  member('cert-no', 'CERT Norway (demonstration)', 'NOR', 'NATO'),
  member('cert-au', 'CERT Australia (demonstration)', 'AUS'),
  member('cert-nz', 'CERT New Zealand (demonstration)', 'NZL'),
  member('cert-jp', 'CERT Japan (demonstration)', 'JPN'),
];

export const GROUPS = [
  { name: 'Exchange response', history: 'full', members: ['cert-us', 'cert-uk', 'cert-de', 'cert-no', 'cert-nz'] },
  { name: 'Pacific', history: 'joining', members: ['cert-au', 'cert-nz', 'cert-jp'] },
] as const;

/** Who published what of hafnium.csv: facts by type, each with its source in the file. */
export const PUBLISHERS: Readonly<Record<string, string>> = {
  vulnerability: 'cert-us',
  'SHA-256': 'cert-us',
  'ipv4-addr': 'cert-uk',
  'file-path': 'cert-de',
};

/** Said to one group only: shows that the others neither see nor count it. The address is of a documentation range. */
export const TO_GROUP = {
  by: 'cert-nz',
  group: 'Exchange response',
  item: {
    value: '203.0.113.77',
    tlp: 'amber+strict',
    confidence: 55,
    labels: ['hafnium', 'exercise'],
    name: 'Staging server (exercise)',
    description: 'Made up for the demonstration: an address of the documentation range, shared with one group alone',
  },
} as const;

/** Whose key the command line takes in the demonstration's checkout, unless told otherwise. */
export const CLIENT = { default: 'cert-nz', commands: { submit: 'cert-no' } } as const;
