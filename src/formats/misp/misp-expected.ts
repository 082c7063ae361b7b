/**
 * What becomes of every file of ../shared/data/open-misp: objects by type | observables by kind | labels with whom they reach | what
 * is refused | what is left out. Files that are no events at all are in it, too.
 */
export const EXPECTED: Readonly<Record<string, string>> = {
  'MISP__PyMISP/tests/57c4445b-c548-4654-af0b-4be3950d210f.json':
    'note ×4, indicator ×4, grouping ×1 | file-name ×1, MD5 ×1, SHA-1 ×1, SHA-256 ×1 | clear all ×9 | observable_invalid: a registry key begins with its hive, such as HKEY_LOCAL_MACHINE ×1 | -',
  'MISP__PyMISP/tests/misp_event.json':
    'indicator ×1, note ×1, grouping ×1 | url ×1 | amber+strict organisation ×3 | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1',
  'MISP__PyMISP/tests/mispevent_testfiles/attribute.json':
    '- | - | - | misp_invalid: uuid: Invalid input: expected string, received undefined ×1 | -',
  'MISP__PyMISP/tests/mispevent_testfiles/attribute_del.json':
    '- | - | - | misp_invalid: uuid: Invalid input: expected string, received undefined ×1 | -',
  'MISP__PyMISP/tests/mispevent_testfiles/def_param.json':
    '- | - | - | misp_invalid: uuid: Invalid input: expected string, received undefined ×1 | -',
  'MISP__PyMISP/tests/mispevent_testfiles/event.json':
    '- | - | - | misp_invalid: uuid: Invalid input: expected string, received undefined ×1 | -',
  'MISP__PyMISP/tests/mispevent_testfiles/event_obj_attr_tag.json':
    '- | - | - | misp_invalid: uuid: Invalid input: expected string, received undefined ×1 | -',
  'MISP__PyMISP/tests/mispevent_testfiles/event_obj_def_param.json':
    '- | - | - | misp_invalid: uuid: Invalid input: expected string, received undefined ×1 | -',
  'MISP__PyMISP/tests/mispevent_testfiles/event_obj_tag.json':
    '- | - | - | misp_invalid: uuid: Invalid input: expected string, received undefined ×1 | -',
  'MISP__PyMISP/tests/mispevent_testfiles/event_tags.json':
    '- | - | - | misp_invalid: uuid: Invalid input: expected string, received undefined ×1 | -',
  'MISP__PyMISP/tests/mispevent_testfiles/existing_event.json':
    'note ×39, indicator ×83, grouping ×50, relationship ×20 | domain-name ×19, file-name ×15, SHA-1 ×37, ipv4-addr ×12 | clear all ×192 | - | -',
  'MISP__PyMISP/tests/mispevent_testfiles/galaxy.json':
    '- | - | - | misp_invalid: info: Invalid input: expected string, received undefined ×1 | -',
  'MISP__PyMISP/tests/mispevent_testfiles/malware.json':
    '- | - | - | misp_invalid: uuid: Invalid input: expected string, received undefined ×1 | -',
  'MISP__PyMISP/tests/mispevent_testfiles/malware_exist.json':
    'indicator ×5, note ×1, grouping ×2 | file-name ×2, MD5 ×2, SHA-1 ×1, SHA-256 ×1 | amber+strict organisation ×8 | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1, the file itself is not taken ×1',
  'MISP__PyMISP/tests/mispevent_testfiles/misp_custom_obj.json':
    '- | - | - | misp_invalid: uuid: Invalid input: expected string, received undefined ×1 | -',
  'MISP__PyMISP/tests/mispevent_testfiles/overwrite_file/definition.json':
    '- | - | - | misp_invalid: info: Invalid input: expected string, received undefined ×1 | -',
  'MISP__PyMISP/tests/mispevent_testfiles/proposals.json':
    '- | - | - | misp_invalid: uuid: Invalid input: expected string, received undefined ×1 | -',
  'MISP__PyMISP/tests/mispevent_testfiles/shadow.json':
    'indicator ×2, note ×1, grouping ×2 | file-name ×2 | amber+strict organisation ×5 | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1, proposals are not taken ×2',
  'MISP__PyMISP/tests/mispevent_testfiles/sighting.json':
    '- | - | - | misp_invalid: uuid: Invalid input: expected string, received undefined ×1 | -',
  'MISP__PyMISP/tests/mispevent_testfiles/simple.json':
    '- | - | - | misp_invalid: uuid: Invalid input: expected string, received undefined ×1 | -',
  'MISP__PyMISP/tests/mispevent_testfiles/test_object_template/definition.json':
    '- | - | - | misp_invalid: info: Invalid input: expected string, received undefined ×1 | -',
  'MISP__PyMISP/tests/new_misp_event.json':
    '- | - | - | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1, nothing in the event could be taken ×1',
  'MISP__PyMISP/tests/reportlab_testfiles/japanese_test.json':
    'note ×1, grouping ×1 | - | amber+strict organisation ×2 | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1',
  'MISP__PyMISP/tests/reportlab_testfiles/sighting_1.json':
    'indicator ×5, sighting ×2, opinion ×3, grouping ×1 | domain-name ×4, url ×1 | amber+strict all ×11 | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1',
  'MISP__PyMISP/tests/reportlab_testfiles/sighting_2.json':
    'note ×2, opinion ×1, sighting ×1, grouping ×1 | - | amber+strict organisation ×5 | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1',
  'MISP__PyMISP/tests/reportlab_testfiles/to_delete1.json':
    'note ×19, indicator ×56, grouping ×1 | windows-registry-key ×2, file-path ×4, domain-name ×4, ipv4-addr ×2, SHA-256 ×16, SHA-1 ×14, MD5 ×14 | clear all ×76 | - | -',
  'MISP__PyMISP/tests/search_index_result.json':
    '- | - | - | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1, nothing in the event could be taken ×1',
  'MISP__PyMISP/tests/sharing_groups.json':
    '- | - | - | misp_invalid: uuid: Invalid input: expected string, received undefined ×2 | -',
  'MISP__misp-stix/tests/test_attributes_collection_1.json':
    '- | - | - | misp_invalid: uuid: Invalid input: expected string, received undefined ×1 | -',
  'MISP__misp-stix/tests/test_attributes_collection_2.json':
    '- | - | - | misp_invalid: uuid: Invalid input: expected string, received undefined ×1 | -',
  'MISP__misp-stix/tests/test_attributes_collection_stix20.json':
    '- | - | - | misp_invalid: uuid: Invalid input: expected string, received undefined ×1 | -',
  'MISP__misp-stix/tests/test_attributes_collection_stix21.json':
    '- | - | - | misp_invalid: uuid: Invalid input: expected string, received undefined ×1 | -',
  'MISP__misp-stix/tests/test_event1_stix20.json':
    '- | - | - | misp_invalid: uuid: Invalid input: expected string, received undefined ×1 | -',
  'MISP__misp-stix/tests/test_event1_stix21.json':
    '- | - | - | misp_invalid: uuid: Invalid input: expected string, received undefined ×1 | -',
  'eset__malware-ioc/backdoordiplomacy/misp.event_2021-06-10_backdoordiplomacy.json':
    'indicator ×66, note ×1, grouping ×1 | MD5 ×22, SHA-1 ×22, SHA-256 ×22 | amber+strict all ×68 | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1',
  'eset__malware-ioc/cloudmensis/cloudmensis.misp.json':
    'note ×10, grouping ×9, indicator ×12, relationship ×9 | file-name ×3, MD5 ×3, SHA-1 ×3, SHA-256 ×3 | amber+strict organisation ×40 | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1',
  'eset__malware-ioc/oceanlotus/oceanlotus-macOS.misp.event.json':
    'note ×2, indicator ×7, grouping ×1 | domain-name ×3, file-path ×3, SHA-1 ×1 | amber+strict all ×10 | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1',
  'eset__malware-ioc/powerpool/misp-powerpool.json':
    'indicator ×11, note ×7, grouping ×1 | SHA-1 ×5, domain-name ×4, ipv4-addr ×1, url ×1 | amber+strict organisation ×19 | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1',
  'eset__malware-ioc/ramsay/misp-ramsay.json':
    'indicator ×71, note ×10, grouping ×1 | MD5 ×17, SHA-1 ×17, SHA-256 ×17, vulnerability ×2, file-path ×10, file-name ×8 | amber+strict organisation ×82 | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1',
  'eset__malware-ioc/sednit/2018-11-20_Zebrocy.json':
    'indicator ×28, note ×4, grouping ×1 | file-name ×12, SHA-1 ×5, MD5 ×5, SHA-256 ×5, file-path ×3, url ×2, email-addr ×11 | amber+strict all ×33 | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1',
  'eset__malware-ioc/signsight/signsight-misp-event.json':
    'indicator ×9, note ×4, grouping ×1 | file-name ×3, SHA-1 ×5, domain-name ×2, url ×2 | amber+strict all ×14 | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1',
  'eset__malware-ioc/sshdoor/misp-events/abafar.json':
    'indicator ×9, note ×1, grouping ×1 | SHA-1 ×8, file-path ×1 | amber+strict all ×11 | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1',
  'eset__malware-ioc/sshdoor/misp-events/kamino.json':
    'indicator ×8, note ×3, grouping ×1 | SHA-1 ×6, domain-name ×2 | amber+strict all ×12 | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1',
  'eset__malware-ioc/telebots/misp-telebots.json':
    'note ×17, indicator ×78, grouping ×1 | domain-name ×3, ipv4-addr ×9, MD5 ×15, SHA-1 ×36, SHA-256 ×15 | clear all ×96 | - | -',
  'eset__malware-ioc/turla/misp-mosquito-event.json':
    'note ×38, indicator ×22, grouping ×1 | url ×7, file-name ×3, SHA-1 ×15 | amber+strict all ×61 | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1',
  'eset__malware-ioc/turla/misp-turla-outlook-event.json':
    'indicator ×12, grouping ×1 | file-path ×2, file-name ×2, SHA-1 ×4, windows-registry-key ×3, url ×1 | amber+strict organisation ×13 | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1',
  'eset__malware-ioc/winnti_group/gaming_supply_chain.misp_event.json':
    'indicator ×18, note ×4, grouping ×1 | SHA-1 ×11, url ×5, domain-name ×2 | amber+strict all ×23 | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1',
  'eset__malware-ioc/xdspy/misp-xdspy-event.json':
    'indicator ×59, note ×12, grouping ×2 | SHA-1 ×13, file-path ×12, file-name ×2, domain-name ×29, ipv4-addr ×3 | amber+strict all ×61, amber+strict organisation ×12 | - | the event has no TLP tag: it is taken as TLP:AMBER+STRICT ×1',
  'infobloxopen__threat-intelligence/indicators/misp/0dbb179a-1c8c-4e7c-a264-2440414dbac8.json':
    'indicator ×23, grouping ×1 | domain-name ×20, SHA-256 ×3 | clear all ×24 | - | -',
  'infobloxopen__threat-intelligence/indicators/misp/24e799ca-aad8-4244-8005-90b3ceb44540.json':
    'indicator ×9, grouping ×1 | domain-name ×9 | clear all ×10 | - | -',
  'infobloxopen__threat-intelligence/indicators/misp/2e259cec-4fdb-4f25-88de-c51c4c18c854.json':
    'indicator ×27, grouping ×1 | domain-name ×27 | clear all ×28 | - | -',
  'infobloxopen__threat-intelligence/indicators/misp/68f58844-4aa6-4e1c-8ee5-cfb58eb6665e.json':
    'indicator ×28, grouping ×1 | domain-name ×10, ipv4-addr ×12, SHA-256 ×6 | clear all ×29 | observable_invalid: a value of this type has two parts with | between them ×1 | -',
  'infobloxopen__threat-intelligence/indicators/misp/6c1c6c4f-5cde-474f-bb69-8e5b8b041f81.json':
    'indicator ×17, grouping ×1 | domain-name ×7, ipv4-addr ×5, SHA-256 ×5 | clear all ×18 | - | -',
  'infobloxopen__threat-intelligence/indicators/misp/8c8ec60d-d6f4-461a-9427-dbe1b5d504ac.json':
    'indicator ×41, grouping ×1 | domain-name ×41 | clear all ×42 | - | -',
  'infobloxopen__threat-intelligence/indicators/misp/987842c3-0a53-4404-8e8c-05929b7e4f21.json':
    'indicator ×29, grouping ×1 | domain-name ×29 | clear all ×30 | - | -',
  'infobloxopen__threat-intelligence/indicators/misp/aacc7574-34ba-40fa-b39c-b682cea1387b.json':
    'indicator ×28, grouping ×1 | domain-name ×23, url ×5 | clear all ×29 | - | -',
  'infobloxopen__threat-intelligence/indicators/misp/c166c077-13fc-4265-86c4-731dee06ad8a.json':
    'indicator ×24, grouping ×1 | SHA-256 ×3, domain-name ×21 | clear all ×25 | - | -',
  'infobloxopen__threat-intelligence/indicators/misp/d83c5966-efe8-45c2-92e4-e9eb1b9fb8fd.json':
    'indicator ×22, grouping ×1 | domain-name ×22 | clear all ×23 | - | -',
  'infobloxopen__threat-intelligence/indicators/misp/dad88707-beb8-4a14-94e2-5ffecf5a5f85.json':
    'indicator ×6, grouping ×1 | domain-name ×6 | clear all ×7 | - | -',
  'infobloxopen__threat-intelligence/indicators/misp/f02183b6-33a0-4a69-bc22-7a0d5b034ab6.json':
    'indicator ×15, grouping ×1 | domain-name ×15 | clear all ×16 | - | -',
};
