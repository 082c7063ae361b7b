/** Of each file: what went in, what was refused and why. Objects that an earlier file brought are unchanged. */
export type Expected = readonly [file: string, counts: string, refused?: Readonly<Record<string, number>>];

export const FILES: readonly Expected[] = [
  ['OpenCTI-Platform__datasets/data/companies.json', '63 created, 0 updated, 0 unchanged'],
  ['OpenCTI-Platform__datasets/data/geography.json', '538 created, 0 updated, 1 unchanged'],
  ['OpenCTI-Platform__datasets/data/sectors.json', '120 created, 0 updated, 1 unchanged'],
  [
    'mitre-attack__attack-stix-data/ics-attack/ics-attack-18.1.json',
    '1825 created, 0 updated, 0 unchanged',
    { body_too_large: 1 },
  ],
  ['mvt-project__mvt-indicators/2022-06-23_rcs_lab/rcs.stix2', '81 created, 0 updated, 0 unchanged'],
  [
    'mvt-project__mvt-indicators/2023-06_01_operation_triangulation/operation_triangulation.stix2',
    '225 created, 0 updated, 0 unchanged',
  ],
  ['mvt-project__mvt-indicators/candiru/candiru.stix2', '251 created, 0 updated, 0 unchanged'],
  ['mvt-project__mvt-indicators/cellebrite/cellebrite.stix2', '3 created, 0 updated, 0 unchanged'],
  ['oasis-open__cti-documentation/examples/example_json/apt1.json', '76 created, 0 updated, 0 unchanged'],
  [
    'oasis-open__cti-documentation/examples/example_json/defining-campaigns-threat-actors-intrusion-sets.json',
    '26 created, 0 updated, 0 unchanged',
  ],
  [
    'oasis-open__cti-documentation/examples/example_json/identifying-a-threat-actor-profile.json',
    '3 created, 0 updated, 0 unchanged',
  ],
  [
    'oasis-open__cti-documentation/examples/example_json/indicator-for-malicious-url.json',
    '3 created, 0 updated, 0 unchanged',
  ],
  [
    'oasis-open__cti-documentation/examples/example_json/malware-indicator-for-file-hash.json',
    '3 created, 0 updated, 0 unchanged',
  ],
  ['oasis-open__cti-documentation/examples/example_json/poisonivy.json', '155 created, 0 updated, 0 unchanged'],
  [
    'oasis-open__cti-documentation/examples/example_json/sighting-of-an-indicator.json',
    '4 created, 0 updated, 0 unchanged',
  ],
  [
    'oasis-open__cti-documentation/examples/example_json/sighting-of-observed-data.json',
    '8 created, 0 updated, 0 unchanged',
  ],
  [
    'oasis-open__cti-documentation/examples/example_json/threat-actor-leveraging-attack-patterns-and-malware.json',
    '7 created, 0 updated, 0 unchanged',
  ],
  [
    'oasis-open__cti-documentation/examples/example_json/using-granular-markings.json',
    '1 created, 0 updated, 0 unchanged',
    { red_requires_individuals: 3 },
  ],
  [
    'oasis-open__cti-documentation/examples/example_json/using-marking-definitions.json',
    '2 created, 0 updated, 0 unchanged',
    { observable_overbroad: 1 },
  ],
  [
    'oasis-open__cti-stix-elevator/idioms-json-2.1-valid/141-TLP-marking-structures.json',
    '1 created, 0 updated, 0 unchanged',
    { observable_overbroad: 2, red_requires_individuals: 1 },
  ],
  [
    'oasis-open__cti-stix-elevator/idioms-json-2.1-valid/Appendix_G_IOCs_Full.json',
    '48 created, 0 updated, 0 unchanged',
    { pattern_invalid: 2, 'object_invalid /target_ref': 47 },
  ],
  [
    'oasis-open__cti-stix-elevator/idioms-json-2.1-valid/Mandiant_APT1_Report.json',
    '78 created, 9 updated, 5 unchanged',
    { 'object_invalid /target_ref': 5, 'object_invalid /object_refs/15': 1 },
  ],
  ['oasis-open__cti-stix-elevator/idioms-json-2.1-valid/archive-file.json', '5 created, 0 updated, 0 unchanged'],
  [
    'oasis-open__cti-stix-elevator/idioms-json-2.1-valid/block-network-traffic.json',
    '1 created, 0 updated, 0 unchanged',
  ],
  ['oasis-open__cti-stix-elevator/idioms-json-2.1-valid/campaign-v-actors.json', '6 created, 0 updated, 2 unchanged'],
  [
    'oasis-open__cti-stix-elevator/idioms-json-2.1-valid/cve-in-exploit-target.json',
    '1 created, 0 updated, 0 unchanged',
  ],
  ['oasis-open__cti-stix-elevator/idioms-json-2.1-valid/file-and-directory.json', '3 created, 0 updated, 1 unchanged'],
  [
    'oasis-open__cti-stix-elevator/idioms-json-2.1-valid/file-hash-reputation.json',
    '0 created, 0 updated, 0 unchanged',
    { observable_overbroad: 1 },
  ],
  [
    'oasis-open__cti-stix-elevator/idioms-json-2.1-valid/fix-embedded-relationship-example.json',
    '6 created, 2 updated, 0 unchanged',
  ],
  ['oasis-open__cti-stix-elevator/idioms-json-2.1-valid/icmp_pattern.json', '1 created, 0 updated, 0 unchanged'],
  [
    'oasis-open__cti-stix-elevator/idioms-json-2.1-valid/identifying-a-threat-actor-group.json',
    '1 created, 1 updated, 0 unchanged',
    { version_conflict: 1 },
  ],
  ['oasis-open__cti-stix-elevator/idioms-json-2.1-valid/incident-malware.json', '5 created, 0 updated, 0 unchanged'],
  [
    'oasis-open__cti-stix-elevator/idioms-json-2.1-valid/indicator-for-c2-ip-address.json',
    '0 created, 0 updated, 0 unchanged',
    { observable_overbroad: 1, 'object_invalid /target_ref': 1 },
  ],
  [
    'oasis-open__cti-stix-elevator/idioms-json-2.1-valid/issue-162.json',
    '7 created, 0 updated, 0 unchanged',
    { 'object_invalid /name': 1 },
  ],
  [
    'oasis-open__cti-stix-elevator/idioms-json-2.1-valid/issue62.json',
    '9 created, 0 updated, 0 unchanged',
    { observable_overbroad: 1, 'object_invalid /protocols': 1 },
  ],
  [
    'oasis-open__cti-stix-elevator/idioms-json-2.1-valid/malicious-email-indicator-with-addresses.json',
    '6 created, 0 updated, 0 unchanged',
    { 'object_invalid /target_ref': 1 },
  ],
  [
    'oasis-open__cti-stix-elevator/idioms-json-2.1-valid/malicious-email-indicator-with-attachment.json',
    '5 created, 0 updated, 0 unchanged',
    { version_conflict: 1, 'object_invalid /target_ref': 3 },
  ],
  [
    'oasis-open__cti-stix-elevator/idioms-json-2.1-valid/malware-characterization-using-maec.json',
    '1 created, 0 updated, 0 unchanged',
  ],
  [
    'oasis-open__cti-stix-elevator/idioms-json-2.1-valid/network-socket-pattern.json',
    '1 created, 0 updated, 0 unchanged',
  ],
  [
    'oasis-open__cti-stix-elevator/idioms-json-2.1-valid/network-traffic-request-pattern-with-qualifiers.json',
    '1 created, 0 updated, 0 unchanged',
  ],
  [
    'oasis-open__cti-stix-elevator/idioms-json-2.1-valid/observable-with-networkconnection-pattern-advanced.json',
    '0 created, 1 updated, 0 unchanged',
  ],
  [
    'oasis-open__cti-stix-elevator/idioms-json-2.1-valid/observable-with-networkconnection-pattern.json',
    '0 created, 0 updated, 1 unchanged',
  ],
  [
    'oasis-open__cti-stix-elevator/idioms-json-2.1-valid/threat-actor-leveraging-attack-patterns-and-malware.json',
    '2 created, 5 updated, 0 unchanged',
  ],
  ['oasis-open__cti-stix-elevator/idioms-json-2.1-valid/ttp-names-title-1.json', '1 created, 0 updated, 0 unchanged'],
  [
    'oasis-open__cti-stix-validator/stix2validator/test/v21/test_examples/identity.json',
    '0 created, 0 updated, 1 unchanged',
  ],
  [
    'oasis-open__cti-stix-validator/stix2validator/test/v21/test_examples/identity_custom.json',
    '0 created, 0 updated, 0 unchanged',
    { version_conflict: 1 },
  ],
  [
    'oasis-open__cti-stix-validator/stix2validator/test/v21/test_examples/identity_unicode.json',
    '0 created, 0 updated, 0 unchanged',
    { version_conflict: 1 },
  ],
  [
    'oasis-open__cti-stix-validator/stix2validator/test/v21/test_examples/invalid_comma.json',
    '0 created, 0 updated, 0 unchanged',
    { invalid_json: 1 },
  ],
  [
    'oasis-open__cti-stix-validator/stix2validator/test/v21/test_examples/tool.json',
    '1 created, 0 updated, 0 unchanged',
  ],
  [
    'oasis-open__cti-stix2-json-schemas/examples/indicator-for-c2-ip-address.json',
    '0 created, 0 updated, 0 unchanged',
    { observable_overbroad: 1 },
  ],
  [
    'oasis-open__cti-stix2-json-schemas/examples/indicator-to-campaign-relationship.json',
    '2 created, 0 updated, 0 unchanged',
    { observable_overbroad: 1 },
  ],
  [
    'oasis-open__cti-stix2-json-schemas/examples/indicators-for-C2-with-COA.json',
    '5 created, 2 updated, 0 unchanged',
    { observable_overbroad: 1 },
  ],
  [
    'oasis-open__cti-stix2-json-schemas/examples/infrastructure.json',
    '9 created, 0 updated, 0 unchanged',
    { 'object_invalid /id': 1 },
  ],
  [
    'oasis-open__cti-stix2-json-schemas/examples/interop-objectmarking-test.json',
    '0 created, 0 updated, 0 unchanged',
    { 'tlp_unknown /object_marking_refs/1': 1 },
  ],
  [
    'oasis-open__cti-stix2-json-schemas/examples/malicious-email-indicator-with-attachment.json',
    '3 created, 0 updated, 1 unchanged',
    { version_conflict: 2 },
  ],
  [
    'oasis-open__cti-taxii-server/medallion/test/data/default_data.json',
    '0 created, 0 updated, 0 unchanged',
    { unrecognized_keys: 1 },
  ],
];
