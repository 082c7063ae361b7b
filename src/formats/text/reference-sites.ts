/** Sites that reports refer to: of the field’s publishers, catalogues and platforms; with all below them. */
export const REFERENCE_SITES: readonly string[] = (
  'attack.mitre.org cve.org cve.mitre.org nvd.nist.gov nist.gov first.org cisa.gov us-cert.gov cert.europa.eu enisa.europa.eu europol.europa.eu ' +
  'ncsc.gov.uk ncsc.nl bsi.bund.de cert.ssi.gouv.fr cert.pl cert.at cyber.gov.au cyber.gc.ca jpcert.or.jp virustotal.com any.run ' +
  'hybrid-analysis.com urlscan.io malpedia.caad.fkie.fraunhofer.de misp-project.org oasis-open.org welivesecurity.com eset.com ' +
  'securelist.com kaspersky.com talosintelligence.com unit42.paloaltonetworks.com paloaltonetworks.com mandiant.com fireeye.com ' +
  'crowdstrike.com sentinelone.com trendmicro.com symantec.com sophos.com checkpoint.com research.checkpoint.com proofpoint.com ' +
  'volexity.com secureworks.com recordedfuture.com prodaft.com group-ib.com bitdefender.com malwarebytes.com huntress.com ' +
  'msrc.microsoft.com microsoft.com cloud.google.com bleepingcomputer.com krebsonsecurity.com thehackernews.com wikipedia.org ' +
  'ietf.org rfc-editor.org iana.org schema.org w3.org'
).split(' ');
