/** A screen, by the name that its pictures have: where it is, and a text that stands there once it is. */
export type Screen = readonly [name: string, path: string, there: string];

type Ids<Names extends string> = Readonly<Record<Names, string>>;

/** What is to be seen before the gate. */
export const GATE_SCREENS: readonly Screen[] = [
  ['invite', `/invite#${'x'.repeat(43)}`, 'Your name'],
  ['reset', '/reset', 'Set a new password'],
  ['sign-in', '/sign-in', 'No account'],
];

/** What an analyst has, furnished by `furnish`. */
export const analystScreens = ({
  advisory,
  indicator,
  search,
  job,
}: Ids<'advisory' | 'indicator' | 'search' | 'job'>): readonly Screen[] => [
  ['search', '/search', 'Ask for anything'],
  ['results', '/search?q=label%3Ahafnium', 'found'],
  ['nothing', '/search?q=label%3Anothing', 'Nothing found'],
  ['indicator', `/objects/${indicator}`, 'Pattern'],
  ['sightings', `/objects/${indicator}?tab=said`, 'What your organisation thinks'],
  ['provenance', `/objects/${indicator}?tab=provenance`, 'Related to'],
  ['history', `/objects/${indicator}?tab=history`, 'Before'],
  ['raw', `/objects/${indicator}?tab=raw`, 'spec_version'],
  ['raw-csv', `/objects/${indicator}?tab=raw&as=csv`, 'hafnium'],
  ['lookup', '/lookup', 'Look up many'],
  ['submit-form', '/submit?by=form', 'Share this indicator'],
  ['imports', '/imports', 'hosts.csv'],
  ['import', `/imports/${job}`, 'All outcomes (CSV)'],
  ['advisories', '/advisories', 'Exchange'],
  ['advisory', `/advisories/${advisory}`, 'Co-signatures'],
  ['searches', '/searches', 'Would have told you of'],
  ['found', `/searches/${search}`, 'hafnium'],
  ['dashboard', '/dashboard', 'Where it comes from'],
  ['dashboard-tables', '/dashboard?as=table&by=type', 'Volume by type'],
  ['settings', '/settings', 'Where you are signed in'],
  ['empty-feed', '/feed?q=label%3Anothing', 'Nothing matches this filter'],
  ['not-found', '/nowhere', 'There is nothing here'],
  ['missing', '/objects/indicator--00000000-0000-4000-8000-000000000000', 'nothing that you may see'],
];

/** What those have who write advisories, furnished by `furnishDesk`. */
export const authorScreens = ({ draft, request }: Ids<'draft' | 'request'>): readonly Screen[] => [
  ['advisory-list', '/advisories?show=work', 'you lead it'],
  ['advisory-new', '/advisories/new', 'Choose what to begin with'],
  ['advisory-edit', `/advisories/${draft}/edit`, '9.8 critical'],
  ['advisory-work', `/advisories/${draft}/work`, 'By when?'],
  ['advisory-changes', `/advisories/${draft}/work?tab=changes`, 'Take this text again'],
  ['advisory-record', `/advisories/${draft}/work?tab=record`, 'shown for review'],
  ['advisory-request', `/advisories/${request}`, 'Who answered'],
  ['advisory-quotes', '/advisories/quotes', 'Nobody asks'],
];

/** What an organisation’s administrator has besides, furnished by `furnishOffice`. */
export const officeScreens = ({ webhook }: Ids<'webhook'>): readonly Screen[] => [
  ['first-steps', '/feed', 'First steps'],
  ['people', '/people', 'al@cert-a.example'],
  ['keys', '/keys', 'SIEM, production'],
  ['signing-keys', '/signing-keys', 'retired'],
  ['groups', '/groups', 'Leave the group'],
  ['webhooks', '/webhooks', 'soar'],
  ['webhook', `/webhooks/${webhook}`, 'delivered'],
  ['audit', '/audit', 'key.create'],
  ['no-audit', '/audit?until=2020-01-01', 'No such record'],
];

/** What the alliance’s administrator has besides, likewise; `member` is an organisation. */
export const allianceScreens = ({ member, group }: Ids<'member' | 'group'>): readonly Screen[] => [
  ['members', '/members', 'CERT-B'],
  ['no-members', '/members?q=nowhere', 'No such member'],
  ['member', `/members/${member}`, 'duty officer'],
  ['group', `/groups/${group}`, 'Add a member'],
  ['warninglists', '/warninglists', 'of every hub'],
  ['health', '/health', 'serving'],
];
