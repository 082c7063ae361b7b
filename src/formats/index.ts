export { canonical } from './observables/canonical.js';
export { defang } from './observables/defang.js';
export { refang } from './observables/refang.js';
export { bared, classify } from './observables/classify.js';
export { hostOf, networkOf, observableHash, reverseHostOf } from './observables/keys.js';
export { overbroad } from './observables/overbroad.js';
export { readsAs, type ReadsAs } from './observables/reads-as.js';
export { patternOf } from './stix/observable-pattern.js';
export { parsePattern } from './stix/parse-pattern.js';
export { patternObservables } from './stix/pattern-observables.js';
export { printPattern } from './stix/print-pattern.js';
export { JSON_LIMITS, parseJson } from './json/parse-json.js';
export { readTextList } from './json/text-list.js';
export { checkObject } from './stix/check-object.js';
export { madeReference, typeOfId } from './stix/object-shapes.js';
export { printBundle } from './stix/bundle.js';
export { tlpDefinition } from './stix/marking-definition.js';
export { identityOf, type Named } from './stix/organisation-identity.js';
export { facts, observablesOf } from './stix/facts.js';
export { markingOf, tlpFromLabel, tlpOfId } from './stix/marking.js';
export { compareTimes, parseTime, toMicroseconds } from './stix/time.js';
export { AdvisoryText, lacking, paragraphs } from './advisory/advisory-text.js';
export {
  ADVISORY_EXTENSION,
  advisoryOf,
  type Issued,
  type Signature,
  toReport,
  withSignatures,
} from './advisory/report.js';
export { marksOf, opening } from './advisory/asked.js';
export { type Difference, differences } from './advisory/differences.js';
export { type Published, publishedOf, type Withdrawal } from './advisory/published.js';
export type { Linked, Printable } from './advisory/printable.js';
export { pagePolicy } from './advisory/page-style.js';
export { printMarkdown } from './advisory/print-markdown.js';
export { printPage } from './advisory/print-page.js';
export { printPdf } from './advisory/print-pdf.js';
export {
  canonicalText,
  ed25519,
  isSigned,
  keyIdOf,
  keyProof,
  type Said,
  signStatement,
  textHash,
} from './advisory/statement.js';
export { checkCsaf } from './csaf/check-csaf.js';
export { csafFileName, type CsafVersion } from './csaf/csaf.js';
export { csafExport, type CsafExport } from './csaf/csaf-export.js';
export {
  changesCsv,
  type CsafFolder,
  feedFile,
  folderPage,
  indexText,
  type ListedDocument,
  pathOf,
  rolieFeed,
  serviceDocument,
  yearPage,
} from './csaf/csaf-lists.js';
export { providerMetadata, providersIn, securityText } from './csaf/provider-metadata.js';
export { readCsaf } from './csaf/read-csaf.js';
export type { FromCsaf } from './csaf/from-csaf.js';
export { type CsafContext, initialRelease } from './csaf/to-csaf.js';
export { compareTrackingVersions } from './csaf/tracking-version.js';
export { originLine } from './csaf/origin-line.js';
export {
  hashIn,
  parseChanges,
  parseFeed,
  parseMetadata,
  type RemoteFile,
  type RemoteMetadata,
} from './csaf/remote-lists.js';
export { hasVersions } from './stix/object-types.js';
export { readStix } from './stix/read-stix.js';
export { refsOf } from './stix/refs-of.js';
export { uuid5 } from './stix/uuid5.js';
export { compactJson, keepText, reprint, textOf } from './json/json-text.js';
export { keepItemTexts } from './json/item-texts.js';
export { FIELDS } from './lists/columns.js';
export { layoutOf } from './lists/layout.js';
export type { Mapping } from './lists/mapping.js';
export { itemsReader } from './lists/read-items.js';
export { jsonReader } from './lists/read-json.js';
export { csvReader, listReader, lookInto } from './lists/read-table.js';
export { zeekReader } from './lists/read-zeek.js';
export { refusePacked, sniffLists } from './lists/sniff.js';
export { type Extracted, extracting, type Extraction, type Omitted } from './text/extract.js';
export { type Doubt, DOUBTS, OMISSIONS } from './text/mention.js';
export { readText } from './text/read-text.js';
export { REFERENCE_SITES } from './text/reference-sites.js';
export { TEXT_FORMATS, type TextFormat, viewOf } from './text/view.js';
export { type Found, itemIn, type Restricted } from './reading.js';
export type { MispObject, Taken as MispPart } from './misp/event-parts.js';
export { type JsonItem, JsonItems } from './misp/json-items.js';
export { makerOf, MISP_LIMITS, type MispContext, readMispEvent, readMispParts } from './misp/read-misp.js';
export { type Envelope, envelopeOf } from './stix/envelope.js';
export { RECALLED, RECALLED_AT, RECALLED_MEMBERS } from './stix/recalled.js';
export { asWrittenNow, mispFacts, mispUuid, IN_EVENT, NOT_FOR_DETECTION } from './misp/misp.js';
export type { MispHead } from './misp/misp-event.js';
export { type MispTies, mispTies } from './misp/misp-ties.js';
export { hashLines, headOfDay, headOfGrouping, type Heading, type Origin, toMisp } from './misp/to-misp.js';
export { aloneIn } from './export/alone.js';
export { undefuse } from './export/csv-cells.js';
export { CSV_MEDIA_TYPE, csvHeader, csvRows } from './export/csv-table.js';
export { hostsFile } from './export/hosts-file.js';
export type { ListFormat } from './export/listed.js';
export { papOf } from './export/pap.js';
export { plainList } from './export/plain-list.js';
export { rpzZone } from './export/rpz-zone.js';
export { suricataRules } from './export/suricata-rules.js';
