-- extensions
btree_gin
btree_gist
pg_trgm

-- columns
acknowledgement.advisory_id text not null
acknowledgement.organisation_id uuid not null
acknowledgement.number integer not null
acknowledgement.version integer not null
acknowledgement.answer text not null
acknowledgement.note text not null default ''::text
acknowledgement.deadline timestamp with time zone
acknowledgement.author text not null
acknowledgement.at timestamp with time zone not null default clock_timestamp()
advisory.id text not null
advisory.organisation_id uuid not null
advisory.state text not null
advisory.version integer not null default 1
advisory.published_version integer not null default 0
advisory.revision integer not null default 1
advisory.nonce bytea not null
advisory.quorum integer not null default 0
advisory.publish_at timestamp with time zone
advisory.acknowledge_by timestamp with time zone
advisory.release_by text
advisory.held text
advisory.tlp smallint not null
advisory.readers uuid[] not null default '{}'::uuid[]
advisory.text_hash bytea
advisory.issued text
advisory.companions text[] not null default '{}'::text[]
advisory.created_at timestamp with time zone not null default now()
advisory.changed_at timestamp with time zone not null default now()
advisory.published_at timestamp with time zone
advisory.tried_at timestamp with time zone
advisory_comment.id uuid not null
advisory_comment.advisory_id text not null
advisory_comment.parent_id uuid
advisory_comment.revision integer not null
advisory_comment.passage text
advisory_comment.body text not null
advisory_comment.organisation_id uuid not null
advisory_comment.author text not null
advisory_comment.at timestamp with time zone not null default clock_timestamp()
advisory_comment.resolved_at timestamp with time zone
advisory_comment.resolved_by text
advisory_participant.advisory_id text not null
advisory_participant.organisation_id uuid not null
advisory_participant.part text not null
advisory_participant.signs boolean not null default false
advisory_quote.advisory_id text not null
advisory_quote.object_id text not null
advisory_quote.organisation_id uuid not null
advisory_quote.audience_key text not null
advisory_quote.ask uuid not null default gen_random_uuid()
advisory_quote.asked_at timestamp with time zone not null default clock_timestamp()
advisory_quote.answer text
advisory_quote.answered_by text
advisory_quote.answered_at timestamp with time zone
advisory_revision.advisory_id text not null
advisory_revision.revision integer not null
advisory_revision.version integer not null
advisory_revision.text text not null
advisory_revision.organisation_id uuid not null
advisory_revision.author text not null
advisory_revision.autosaved boolean not null default false
advisory_revision.at timestamp with time zone not null default clock_timestamp()
advisory_step.advisory_id text not null
advisory_step.number integer not null
advisory_step.at timestamp with time zone not null default clock_timestamp()
advisory_step.step text not null
advisory_step.version integer not null
advisory_step.organisation_id uuid
advisory_step.author text not null
advisory_step.detail text not null default '{}'::text
advisory_step.given_up boolean not null default false
advisory_step.noticed boolean not null default false
advisory_template.id uuid not null
advisory_template.organisation_id uuid not null
advisory_template.name text not null
advisory_template.revision integer not null default 1
advisory_template.text text not null
advisory_template.changed_by text not null
advisory_template.changed_at timestamp with time zone not null default clock_timestamp()
api_key.id text not null
api_key.organisation_id uuid not null
api_key.name text not null
api_key.kind text not null
api_key.secret_hash bytea not null
api_key.scopes text[] not null
api_key.ceiling smallint not null
api_key.cidrs cidr[] not null default '{}'::cidr[]
api_key.expires_at timestamp with time zone
api_key.revoked_at timestamp with time zone
api_key.rotated_to text
api_key.created_by uuid
api_key.created_at timestamp with time zone not null default now()
api_key.last_used_at timestamp with time zone
audience.id integer not null identity
audience.ref uuid not null
audience.key text not null
audience.tlp smallint not null
audience.kind text not null
audience.group_id uuid
audience.members uuid[] not null default '{}'::uuid[]
audience.position bigint not null default 0
audience.chain bytea not null default decode(repeat('00'::text, 32), 'hex'::text)
audit_head.one boolean not null default true
audit_head.number bigint not null default 0
audit_head.chain bytea not null default decode(repeat('00'::text, 32), 'hex'::text)
audit_record.number bigint not null
audit_record.at timestamp with time zone not null
audit_record.organisation_id uuid
audit_record.record text not null
audit_record.chain bytea not null
co_signature.id uuid not null
co_signature.advisory_id text not null
co_signature.version integer not null
co_signature.revision integer not null
co_signature.text_hash bytea not null
co_signature.organisation_id uuid not null
co_signature.key_id text not null
co_signature.signed_at text not null
co_signature.signature text not null
co_signature.author text not null
co_signature.at timestamp with time zone not null default clock_timestamp()
co_signature.voided_at timestamp with time zone
co_signature.void_reason text
csaf_document.seq bigint not null
csaf_document.csaf_version text not null
csaf_document.advisory_id text not null
csaf_document.file_name text not null
csaf_document.year integer not null
csaf_document.title text not null
csaf_document.published text not null
csaf_document.updated text not null
csaf_document.body bytea
csaf_document.sha256 bytea
csaf_document.sha512 bytea
csaf_document.signature text
csaf_document.refused text
csaf_document.made_at timestamp with time zone not null default now()
csaf_key.one boolean not null default true
csaf_key.fingerprint text not null
csaf_key.public_key text not null
csaf_key.sealed bytea not null
csaf_key.created_at timestamp with time zone not null default now()
csaf_origin.organisation_id uuid not null
csaf_origin.source text not null
csaf_origin.namespace text not null
csaf_origin.tracking_id text not null
csaf_origin.advisory_id text
csaf_origin.tracking_version text
csaf_origin.sha256 bytea
csaf_origin.publisher text not null default ''::text
csaf_origin.csaf_version text not null default ''::text
csaf_origin.source_url text
csaf_origin.signed_by text
csaf_origin.lost text not null default '[]'::text
csaf_origin.advisory_version integer
csaf_origin.imported_at timestamp with time zone
csaf_origin.claimed_until timestamp with time zone
csaf_provider.id uuid not null
csaf_provider.organisation_id uuid not null
csaf_provider.url text not null
csaf_provider.fingerprint text not null
csaf_provider.tlp smallint not null
csaf_provider.audience text
csaf_provider.created_by uuid not null
csaf_provider.created_at timestamp with time zone not null default now()
csaf_provider.state text not null default 'new'::text
csaf_provider.error text
csaf_provider.looked_at timestamp with time zone
csaf_provider.next_at timestamp with time zone not null default now()
csaf_provider.claimed_until timestamp with time zone
csaf_provider_file.provider_id uuid not null
csaf_provider_file.url text not null
csaf_provider_file.updated text not null
csaf_provider_file.outcome text not null
csaf_provider_file.detail text
csaf_provider_file.at timestamp with time zone not null default now()
entry.seq bigint not null
entry.audience_id integer not null
entry.position bigint not null
entry.op smallint not null
entry.at timestamp with time zone not null
entry.object_no bigint not null
entry.id text not null
entry.type text not null
entry.superseded boolean not null default false
entry.since_seq bigint not null
entry.moved_audience_id integer
entry.moved_position bigint
entry.moved_chain bytea
entry.digest bytea not null
entry.chain bytea not null
entry.envelope text
entry.held_since bigint
head.one boolean not null default true
head.seq bigint not null default 0
head.stamp timestamp with time zone not null default '1970-01-01 00:00:00+00'::timestamp with time zone
head.authority bigint not null default 1
head.epoch uuid not null default gen_random_uuid()
head.cluster text not null default ''::text
head.floor bigint not null default 0
idempotency.principal text not null
idempotency.key text not null
idempotency.request bytea not null
idempotency.receipt text not null
idempotency.at timestamp with time zone not null
import_chunk.job_id uuid not null
import_chunk.no integer not null
import_chunk.bytes bytea not null
import_job.id uuid not null
import_job.organisation_id uuid not null
import_job.created_by text not null
import_job.name text not null
import_job.format text not null
import_job.options text not null
import_job.size bigint not null default 0
import_job.state text not null default 'receiving'::text
import_job.code text
import_job.detail text
import_job.found bigint not null default 0
import_job.position bigint not null default 0
import_job.created integer not null default 0
import_job.updated integer not null default 0
import_job.unchanged integer not null default 0
import_job.rejected integer not null default 0
import_job.notes integer not null default 0
import_job.red boolean not null default false
import_job.created_at timestamp with time zone not null default now()
import_job.changed_at timestamp with time zone not null default now()
import_job.started_at timestamp with time zone
import_job.ended_at timestamp with time zone
import_job.next_at timestamp with time zone not null default now()
import_job.claim uuid
import_job.claimed_until timestamp with time zone
import_job.tries smallint not null default 0
import_job.warned integer not null default 0
import_outcome.job_id uuid not null
import_outcome.found bigint not null
import_outcome.lines text not null
invitation.token_hash bytea not null
invitation.id uuid not null
invitation.purpose text not null
invitation.organisation_id uuid not null
invitation.person_id uuid
invitation.email text not null
invitation.role text not null
invitation.invited_by uuid
invitation.created_at timestamp with time zone not null default now()
invitation.expires_at timestamp with time zone not null
invitation.used_at timestamp with time zone
mail.id uuid not null
mail.person_id uuid not null
mail.digest boolean not null
mail.state text not null default 'waiting'::text
mail.due_at timestamp with time zone not null
mail.tries integer not null default 0
mail.error text
mail.changed_at timestamp with time zone not null default clock_timestamp()
misp_pushed.organisation_id uuid not null
misp_pushed.event uuid not null
misp_pushed.changed bigint not null
notice.person_id uuid not null
notice.advisory_id text not null
notice.kind text not null
notice.occasion text not null
notice.version integer not null
notice.mail_id uuid not null
notice.at timestamp with time zone not null default clock_timestamp()
notice_deadline.advisory_id text not null
notice_deadline.version integer not null
notice_deadline.acknowledge_by timestamp with time zone not null
notice_deadline.next_at timestamp with time zone not null
notice_preference.person_id uuid not null
notice_preference.publication text not null
notice_preference.review text not null
notice_preference.signature text not null
notice_preference.reminder text not null
object.no bigint not null
object.organisation_id uuid not null
object.id text not null
object.type text not null
object.seq bigint not null
object.audience_id integer not null
object.position bigint not null
object.fingerprint bytea
object.tlp smallint not null
object.confidence smallint
object.labels text[] not null default '{}'::text[]
object.created timestamp with time zone not null
object.modified timestamp with time zone not null
object.valid_until timestamp with time zone
object.revoked boolean not null
object.text text not null
object.sighted text
object.times integer
observable.object_no bigint not null
observable.type text not null
observable.value text collate C not null
observable.hash bigint not null
observable.reverse_host text collate C
observable.network inet
observable.audience_id integer not null
organisation.id uuid not null
organisation.name text not null
organisation.short_name text not null
organisation.country text not null
organisation.blocs text[] not null default '{}'::text[]
organisation.type text not null default 'national-cert'::text
organisation.contacts jsonb not null default '[]'::jsonb
organisation.status text not null default 'proposed'::text
organisation.created_at timestamp with time zone not null default now()
organisation.updated_at timestamp with time zone not null default now()
organisation.introduce boolean not null default false
person.id uuid not null
person.organisation_id uuid not null
person.email text not null
person.name text not null
person.role text not null
person.status text not null default 'active'::text
person.password_hash text
person.totp_secret bytea
person.totp_confirmed boolean not null default false
person.totp_step bigint not null default 0
person.created_at timestamp with time zone not null default now()
person.updated_at timestamp with time zone not null default now()
person.signed_in_at timestamp with time zone
person.preferences jsonb not null default '{}'::jsonb
rate_limit.key text not null
rate_limit.points integer not null
rate_limit.until timestamp with time zone not null
saved_search.id uuid not null
saved_search.organisation_id uuid not null
saved_search.person_id uuid not null
saved_search.name text not null
saved_search.q text not null
saved_search.shared boolean not null
saved_search.created_at timestamp with time zone not null default clock_timestamp()
search_cursor.one boolean not null default true
search_cursor.position bigint not null
search_cursor.revision bigint not null default 1
search_mail.mail_id uuid not null
search_mail.watch_id bigint not null
search_mail.test boolean not null
search_mail.at timestamp with time zone not null default clock_timestamp()
search_match.watch_id bigint not null
search_match.object_no bigint not null
search_match.seq bigint not null
search_match.at timestamp with time zone not null default clock_timestamp()
search_match.bell boolean not null
search_match.to_mail boolean not null
search_match.mail_id uuid
search_watch.id bigint not null identity
search_watch.search_id uuid not null
search_watch.person_id uuid not null
search_watch.bell boolean not null
search_watch.mail text not null
search_watch.paused boolean not null
search_watch.since_seq bigint not null
search_watch.read_seq bigint not null default 0
session.token_hash bytea not null
session.id uuid not null
session.person_id uuid not null
session.second_factor boolean not null
session.totp_failures integer not null default 0
session.created_at timestamp with time zone not null default now()
session.seen_at timestamp with time zone not null default now()
session.expires_at timestamp with time zone not null
session.address text not null default ''::text
session.user_agent text not null default ''::text
sharing_group.id uuid not null
sharing_group.name text not null
sharing_group.description text not null default ''::text
sharing_group.history text not null default 'joining'::text
sharing_group.status text not null default 'active'::text
sharing_group.created_at timestamp with time zone not null default now()
sharing_group_member.group_id uuid not null
sharing_group_member.organisation_id uuid not null
sharing_group_member.from_seq bigint not null
sharing_group_member.joined_seq bigint not null default 0
sharing_group_member.joined_at timestamp with time zone not null default now()
signing_key.id text not null
signing_key.organisation_id uuid not null
signing_key.public_key bytea not null
signing_key.sealed bytea
signing_key.created_by uuid
signing_key.created_at timestamp with time zone not null default now()
signing_key.retired_at timestamp with time zone
signing_key.revoked_at timestamp with time zone
source.id uuid not null
source.organisation_id uuid not null
source.kind text not null
source.name text not null
source.url text not null
source.auth text not null
source.credentials bytea
source.tlp smallint not null
source.audience text
source.every_s integer not null
source.paused boolean not null default false
source.created_by uuid not null
source.created_at timestamp with time zone not null default now()
source.position text
source.state text not null default 'waiting'::text
source.error text
source.failures integer not null default 0
source.tried_at timestamp with time zone
source.succeeded_at timestamp with time zone
source.next_at timestamp with time zone not null default now()
source.claim uuid
source.claimed_until timestamp with time zone
source.created bigint not null default 0
source.updated bigint not null default 0
source.known bigint not null default 0
source.refused bigint not null default 0
source.warned bigint not null default 0
source_event.source_id uuid not null
source_event.uuid uuid not null
source_event.stamp text not null
source_object.organisation_id uuid not null
source_object.id text not null
source_object.origin bytea not null
source_object.event uuid
source_refusal.no bigint not null identity
source_refusal.source_id uuid not null
source_refusal.at timestamp with time zone not null default clock_timestamp()
source_refusal.place text not null
source_refusal.object text
source_refusal.code text not null
source_refusal.reason text not null
source_refusal.taken boolean not null default false
submission.first_seq bigint not null
submission.last_seq bigint not null
submission.door text not null
submission.key_id text
submission.person_id uuid
submission.import_id uuid
submission.source_id uuid
taxii_status.id uuid not null
taxii_status.owner text not null
taxii_status.body text not null
taxii_status.at timestamp with time zone not null default clock_timestamp()
version.seq bigint not null
version.object_no bigint not null
version.modified timestamp with time zone not null
version.body text not null
version.nonce bytea not null
warninglist.id text not null
warninglist.name text not null
warninglist.description text not null
warninglist.version integer not null
warninglist.type text not null
warninglist.matching_attributes text[] not null
warninglist.entries integer not null
warninglist.list text not null
warninglist.revision bigint not null
warninglist.updated_at timestamp with time zone not null default now()
webhook.id uuid not null
webhook.organisation_id uuid not null
webhook.name text not null
webhook.url text not null
webhook.filter text not null
webhook.ceiling smallint not null
webhook.created_by uuid not null
webhook.created_at timestamp with time zone not null default now()
webhook.secret bytea not null
webhook.old_secret bytea
webhook.old_secret_until timestamp with time zone
webhook.position bigint not null
webhook.revision integer not null default 1
webhook.state text not null default 'ok'::text
webhook.tries integer not null default 0
webhook.failing_since timestamp with time zone
webhook.next_at timestamp with time zone not null default now()
webhook.error text
webhook.owner uuid
webhook.claimed_until timestamp with time zone
webhook_delivery.id uuid not null
webhook_delivery.webhook_id uuid not null
webhook_delivery.kind text not null
webhook_delivery.after_seq bigint not null
webhook_delivery.reached_seq bigint not null
webhook_delivery.seen bytea not null
webhook_delivery.entries integer not null
webhook_delivery.state text not null
webhook_delivery.tries integer not null default 0
webhook_delivery.created_at timestamp with time zone not null default clock_timestamp()
webhook_delivery.tried_at timestamp with time zone
webhook_delivery.status integer
webhook_delivery.ms integer
webhook_delivery.error text

-- constraints
acknowledgement: CHECK ((answer = ANY (ARRAY['received'::text, 'acting'::text, 'not-affected'::text, 'fixed'::text])))
acknowledgement: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
acknowledgement: PRIMARY KEY (advisory_id, organisation_id, number)
advisory: CHECK (((tlp >= 0) AND (tlp <= 4)))
advisory: CHECK ((quorum >= 0))
advisory: CHECK ((state = ANY (ARRAY['draft'::text, 'review'::text, 'signing'::text, 'published'::text, 'withdrawn'::text, 'discarded'::text])))
advisory: CHECK ((version >= 1))
advisory: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
advisory: PRIMARY KEY (id)
advisory_comment: FOREIGN KEY (advisory_id) REFERENCES advisory(id)
advisory_comment: FOREIGN KEY (parent_id) REFERENCES advisory_comment(id)
advisory_comment: PRIMARY KEY (id)
advisory_participant: CHECK ((part = ANY (ARRAY['lead'::text, 'author'::text, 'signer'::text])))
advisory_participant: FOREIGN KEY (advisory_id) REFERENCES advisory(id)
advisory_participant: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
advisory_participant: PRIMARY KEY (advisory_id, organisation_id)
advisory_quote: CHECK ((answer = ANY (ARRAY['approved'::text, 'refused'::text])))
advisory_quote: FOREIGN KEY (advisory_id) REFERENCES advisory(id)
advisory_quote: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
advisory_quote: PRIMARY KEY (advisory_id, object_id, organisation_id)
advisory_revision: FOREIGN KEY (advisory_id) REFERENCES advisory(id)
advisory_revision: PRIMARY KEY (advisory_id, revision)
advisory_step: FOREIGN KEY (advisory_id) REFERENCES advisory(id)
advisory_step: PRIMARY KEY (advisory_id, number)
advisory_template: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
advisory_template: PRIMARY KEY (id)
advisory_template: UNIQUE (organisation_id, name)
api_key: CHECK (((ceiling >= 0) AND (ceiling <= 3)))
api_key: CHECK (((length(name) >= 1) AND (length(name) <= 100)))
api_key: CHECK ((kind = ANY (ARRAY['member'::text, 'constituent'::text])))
api_key: FOREIGN KEY (created_by) REFERENCES person(id)
api_key: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
api_key: FOREIGN KEY (rotated_to) REFERENCES api_key(id)
api_key: PRIMARY KEY (id)
audience: CHECK (((kind <> 'people'::text) OR (tlp = 4)))
audience: CHECK (((kind = 'group'::text) = (group_id IS NOT NULL)))
audience: CHECK (((kind = ANY (ARRAY['organisation'::text, 'list'::text, 'people'::text])) = (cardinality(members) > 0)))
audience: CHECK (((tlp <> 0) OR (kind = 'all'::text)))
audience: CHECK (((tlp <> 4) OR (kind = 'people'::text)))
audience: CHECK (((tlp >= 0) AND (tlp <= 4)))
audience: CHECK ((kind = ANY (ARRAY['all'::text, 'organisation'::text, 'group'::text, 'list'::text, 'people'::text])))
audience: FOREIGN KEY (group_id) REFERENCES sharing_group(id)
audience: PRIMARY KEY (id)
audience: UNIQUE (key)
audience: UNIQUE (ref)
audit_head: CHECK (one)
audit_head: PRIMARY KEY (one)
audit_record: PRIMARY KEY (number)
co_signature: FOREIGN KEY (advisory_id) REFERENCES advisory(id)
co_signature: FOREIGN KEY (key_id) REFERENCES signing_key(id)
co_signature: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
co_signature: PRIMARY KEY (id)
co_signature: UNIQUE (signature)
csaf_document: CHECK (((body IS NULL) = (refused IS NOT NULL)))
csaf_document: PRIMARY KEY (seq, csaf_version)
csaf_key: CHECK (one)
csaf_key: PRIMARY KEY (one)
csaf_origin: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
csaf_origin: PRIMARY KEY (organisation_id, source, namespace, tracking_id)
csaf_provider: CHECK (((tlp >= 0) AND (tlp <= 3)))
csaf_provider: CHECK ((state = ANY (ARRAY['new'::text, 'ok'::text, 'failing'::text])))
csaf_provider: FOREIGN KEY (created_by) REFERENCES person(id)
csaf_provider: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
csaf_provider: PRIMARY KEY (id)
csaf_provider: UNIQUE (organisation_id, url)
csaf_provider_file: CHECK ((outcome = ANY (ARRAY['imported'::text, 'unchanged'::text, 'refused'::text])))
csaf_provider_file: FOREIGN KEY (provider_id) REFERENCES csaf_provider(id) ON DELETE CASCADE
csaf_provider_file: PRIMARY KEY (provider_id, url)
entry: CHECK (((op >= 0) AND (op <= 3)))
entry: PRIMARY KEY (audience_id, "position")
head: CHECK (one)
head: PRIMARY KEY (one)
idempotency: PRIMARY KEY (principal, key)
import_chunk: FOREIGN KEY (job_id) REFERENCES import_job(id) ON DELETE CASCADE
import_chunk: PRIMARY KEY (job_id, no)
import_job: CHECK ((state = ANY (ARRAY['receiving'::text, 'waiting'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
import_job: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
import_job: PRIMARY KEY (id)
import_outcome: FOREIGN KEY (job_id) REFERENCES import_job(id) ON DELETE CASCADE
import_outcome: PRIMARY KEY (job_id, found)
invitation: CHECK ((purpose = ANY (ARRAY['join'::text, 'reset'::text])))
invitation: CHECK ((role = ANY (ARRAY['reader'::text, 'analyst'::text, 'org-admin'::text, 'alliance-admin'::text])))
invitation: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
invitation: FOREIGN KEY (person_id) REFERENCES person(id)
invitation: PRIMARY KEY (token_hash)
invitation: UNIQUE (id)
mail: CHECK ((state = ANY (ARRAY['waiting'::text, 'taken'::text, 'sent'::text, 'dropped'::text, 'failed'::text, 'unknown'::text])))
mail: FOREIGN KEY (person_id) REFERENCES person(id)
mail: PRIMARY KEY (id)
misp_pushed: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
misp_pushed: PRIMARY KEY (organisation_id, event)
notice: CHECK ((kind = ANY (ARRAY['publication'::text, 'withdrawal'::text, 'review'::text, 'signature'::text, 'quote'::text, 'reminder'::text, 'overdue'::text])))
notice: FOREIGN KEY (advisory_id) REFERENCES advisory(id)
notice: FOREIGN KEY (mail_id) REFERENCES mail(id) ON DELETE CASCADE
notice: FOREIGN KEY (person_id) REFERENCES person(id)
notice: PRIMARY KEY (person_id, advisory_id, kind, occasion)
notice_deadline: FOREIGN KEY (advisory_id) REFERENCES advisory(id)
notice_deadline: PRIMARY KEY (advisory_id)
notice_preference: CHECK ((publication = ANY (ARRAY['instant'::text, 'digest'::text, 'off'::text])))
notice_preference: CHECK ((reminder = ANY (ARRAY['instant'::text, 'digest'::text, 'off'::text])))
notice_preference: CHECK ((review = ANY (ARRAY['instant'::text, 'digest'::text, 'off'::text])))
notice_preference: CHECK ((signature = ANY (ARRAY['instant'::text, 'digest'::text, 'off'::text])))
notice_preference: FOREIGN KEY (person_id) REFERENCES person(id)
notice_preference: PRIMARY KEY (person_id)
object: PRIMARY KEY (no)
object: UNIQUE (id, organisation_id)
organisation: CHECK (((length(name) >= 1) AND (length(name) <= 200)))
organisation: CHECK (((short_name ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(short_name) <= 40)))
organisation: CHECK ((country ~ '^[A-Z]{3}$'::text))
organisation: CHECK ((status = ANY (ARRAY['proposed'::text, 'active'::text, 'suspended'::text, 'withdrawn'::text])))
organisation: PRIMARY KEY (id)
organisation: UNIQUE (short_name)
person: CHECK (((length(name) >= 1) AND (length(name) <= 200)))
person: CHECK ((role = ANY (ARRAY['reader'::text, 'analyst'::text, 'org-admin'::text, 'alliance-admin'::text])))
person: CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text])))
person: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
person: PRIMARY KEY (id)
person: UNIQUE (email)
rate_limit: PRIMARY KEY (key)
saved_search: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
saved_search: FOREIGN KEY (person_id) REFERENCES person(id)
saved_search: PRIMARY KEY (id)
search_cursor: CHECK (one)
search_cursor: PRIMARY KEY (one)
search_mail: FOREIGN KEY (mail_id) REFERENCES mail(id) ON DELETE CASCADE
search_mail: FOREIGN KEY (watch_id) REFERENCES search_watch(id) ON DELETE CASCADE
search_mail: PRIMARY KEY (mail_id, watch_id)
search_match: FOREIGN KEY (watch_id) REFERENCES search_watch(id) ON DELETE CASCADE
search_match: PRIMARY KEY (watch_id, object_no)
search_watch: CHECK ((mail = ANY (ARRAY['none'::text, 'instant'::text, 'hourly'::text, 'daily'::text])))
search_watch: FOREIGN KEY (person_id) REFERENCES person(id)
search_watch: FOREIGN KEY (search_id) REFERENCES saved_search(id) ON DELETE CASCADE
search_watch: PRIMARY KEY (id)
search_watch: UNIQUE (search_id, person_id)
session: FOREIGN KEY (person_id) REFERENCES person(id)
session: PRIMARY KEY (token_hash)
session: UNIQUE (id)
sharing_group: CHECK (((length(name) >= 1) AND (length(name) <= 100)))
sharing_group: CHECK ((history = ANY (ARRAY['joining'::text, 'full'::text])))
sharing_group: CHECK ((status = ANY (ARRAY['active'::text, 'closed'::text])))
sharing_group: PRIMARY KEY (id)
sharing_group_member: FOREIGN KEY (group_id) REFERENCES sharing_group(id)
sharing_group_member: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
sharing_group_member: PRIMARY KEY (group_id, organisation_id)
signing_key: CHECK ((length(public_key) = 32))
signing_key: FOREIGN KEY (created_by) REFERENCES person(id)
signing_key: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
signing_key: PRIMARY KEY (id)
source: CHECK (((tlp >= 0) AND (tlp <= 3)))
source: CHECK ((auth = ANY (ARRAY['none'::text, 'basic'::text, 'bearer'::text, 'key'::text])))
source: CHECK ((every_s > 0))
source: CHECK ((kind = ANY (ARRAY['taxii'::text, 'misp-feed'::text, 'misp'::text])))
source: CHECK ((state = ANY (ARRAY['waiting'::text, 'ok'::text, 'failing'::text])))
source: FOREIGN KEY (created_by) REFERENCES person(id)
source: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
source: PRIMARY KEY (id)
source_event: FOREIGN KEY (source_id) REFERENCES source(id) ON DELETE CASCADE
source_event: PRIMARY KEY (source_id, uuid)
source_object: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
source_object: PRIMARY KEY (organisation_id, id)
source_refusal: FOREIGN KEY (source_id) REFERENCES source(id) ON DELETE CASCADE
source_refusal: PRIMARY KEY (no)
submission: CHECK ((last_seq >= first_seq))
submission: PRIMARY KEY (first_seq)
taxii_status: PRIMARY KEY (id)
version: PRIMARY KEY (seq)
warninglist: CHECK ((type = ANY (ARRAY['string'::text, 'substring'::text, 'hostname'::text, 'cidr'::text, 'regex'::text])))
warninglist: PRIMARY KEY (id)
webhook: CHECK (((ceiling >= 0) AND (ceiling <= 3)))
webhook: CHECK ((state = ANY (ARRAY['ok'::text, 'retrying'::text, 'failing'::text, 'stopped'::text, 'paused'::text])))
webhook: FOREIGN KEY (created_by) REFERENCES person(id)
webhook: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
webhook: PRIMARY KEY (id)
webhook_delivery: CHECK ((kind = ANY (ARRAY['entries'::text, 'test'::text])))
webhook_delivery: CHECK ((state = ANY (ARRAY['sending'::text, 'again'::text, 'delivered'::text, 'failed'::text, 'dropped'::text])))
webhook_delivery: FOREIGN KEY (webhook_id) REFERENCES webhook(id) ON DELETE CASCADE
webhook_delivery: PRIMARY KEY (id)

-- indexes
CREATE UNIQUE INDEX acknowledgement_pkey ON public.acknowledgement USING btree (advisory_id, organisation_id, number)
CREATE INDEX advisory_due ON public.advisory USING btree (publish_at) WHERE ((state = 'signing'::text) AND (release_by IS NOT NULL))
CREATE INDEX advisory_organisation ON public.advisory USING btree (organisation_id, changed_at)
CREATE UNIQUE INDEX advisory_pkey ON public.advisory USING btree (id)
CREATE INDEX advisory_comment_advisory ON public.advisory_comment USING btree (advisory_id, at)
CREATE UNIQUE INDEX advisory_comment_pkey ON public.advisory_comment USING btree (id)
CREATE INDEX advisory_participant_organisation ON public.advisory_participant USING btree (organisation_id, advisory_id)
CREATE UNIQUE INDEX advisory_participant_pkey ON public.advisory_participant USING btree (advisory_id, organisation_id)
CREATE INDEX advisory_quote_organisation ON public.advisory_quote USING btree (organisation_id) WHERE (answer IS NULL)
CREATE UNIQUE INDEX advisory_quote_pkey ON public.advisory_quote USING btree (advisory_id, object_id, organisation_id)
CREATE UNIQUE INDEX advisory_revision_pkey ON public.advisory_revision USING btree (advisory_id, revision)
CREATE UNIQUE INDEX advisory_step_pkey ON public.advisory_step USING btree (advisory_id, number)
CREATE INDEX advisory_step_unnoticed ON public.advisory_step USING btree (at) WHERE (NOT noticed)
CREATE UNIQUE INDEX advisory_template_organisation_id_name_key ON public.advisory_template USING btree (organisation_id, name)
CREATE UNIQUE INDEX advisory_template_pkey ON public.advisory_template USING btree (id)
CREATE INDEX api_key_organisation ON public.api_key USING btree (organisation_id)
CREATE UNIQUE INDEX api_key_pkey ON public.api_key USING btree (id)
CREATE UNIQUE INDEX audience_key_key ON public.audience USING btree (key)
CREATE UNIQUE INDEX audience_pkey ON public.audience USING btree (id)
CREATE UNIQUE INDEX audience_ref_key ON public.audience USING btree (ref)
CREATE UNIQUE INDEX audit_head_pkey ON public.audit_head USING btree (one)
CREATE INDEX audit_record_organisation ON public.audit_record USING btree (organisation_id, number)
CREATE UNIQUE INDEX audit_record_pkey ON public.audit_record USING btree (number)
CREATE UNIQUE INDEX co_signature_pkey ON public.co_signature USING btree (id)
CREATE UNIQUE INDEX co_signature_signature_key ON public.co_signature USING btree (signature)
CREATE UNIQUE INDEX co_signature_standing ON public.co_signature USING btree (advisory_id, version, organisation_id) WHERE (voided_at IS NULL)
CREATE INDEX csaf_document_file ON public.csaf_document USING btree (file_name)
CREATE UNIQUE INDEX csaf_document_pkey ON public.csaf_document USING btree (seq, csaf_version)
CREATE UNIQUE INDEX csaf_key_pkey ON public.csaf_key USING btree (one)
CREATE INDEX csaf_origin_advisory ON public.csaf_origin USING btree (advisory_id)
CREATE UNIQUE INDEX csaf_origin_pkey ON public.csaf_origin USING btree (organisation_id, source, namespace, tracking_id)
CREATE INDEX csaf_provider_due ON public.csaf_provider USING btree (next_at)
CREATE UNIQUE INDEX csaf_provider_organisation_id_url_key ON public.csaf_provider USING btree (organisation_id, url)
CREATE UNIQUE INDEX csaf_provider_pkey ON public.csaf_provider USING btree (id)
CREATE UNIQUE INDEX csaf_provider_file_pkey ON public.csaf_provider_file USING btree (provider_id, url)
CREATE INDEX entry_added ON public.entry USING btree (audience_id, at)
CREATE INDEX entry_added_rare ON public.entry USING btree (audience_id, type, at) WHERE (type <> 'indicator'::text)
CREATE INDEX entry_changed ON public.entry USING btree (audience_id, seq) INCLUDE (object_no) WHERE (seq <> object_no)
CREATE INDEX entry_object ON public.entry USING btree (object_no, seq) WHERE (seq <> object_no)
CREATE UNIQUE INDEX entry_pkey ON public.entry USING btree (audience_id, "position")
CREATE INDEX entry_seq ON public.entry USING btree (seq, audience_id, superseded)
CREATE UNIQUE INDEX head_pkey ON public.head USING btree (one)
CREATE INDEX idempotency_at ON public.idempotency USING btree (at)
CREATE UNIQUE INDEX idempotency_pkey ON public.idempotency USING btree (principal, key)
CREATE UNIQUE INDEX import_chunk_pkey ON public.import_chunk USING btree (job_id, no)
CREATE INDEX import_job_due ON public.import_job USING btree (next_at) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]))
CREATE INDEX import_job_list ON public.import_job USING btree (organisation_id, created_at DESC, id DESC)
CREATE INDEX import_job_old ON public.import_job USING btree (changed_at)
CREATE INDEX import_job_open ON public.import_job USING btree (organisation_id) WHERE (state = ANY (ARRAY['receiving'::text, 'waiting'::text, 'running'::text]))
CREATE UNIQUE INDEX import_job_pkey ON public.import_job USING btree (id)
CREATE UNIQUE INDEX import_outcome_pkey ON public.import_outcome USING btree (job_id, found)
CREATE UNIQUE INDEX invitation_id_key ON public.invitation USING btree (id)
CREATE INDEX invitation_organisation ON public.invitation USING btree (organisation_id)
CREATE UNIQUE INDEX invitation_pkey ON public.invitation USING btree (token_hash)
CREATE INDEX mail_done ON public.mail USING btree (changed_at) WHERE (state <> ALL (ARRAY['waiting'::text, 'taken'::text]))
CREATE INDEX mail_due ON public.mail USING btree (due_at) WHERE (state = 'waiting'::text)
CREATE UNIQUE INDEX mail_pkey ON public.mail USING btree (id)
CREATE INDEX mail_taken ON public.mail USING btree (changed_at) WHERE (state = 'taken'::text)
CREATE INDEX mail_troubled ON public.mail USING btree (changed_at) WHERE ((state = ANY (ARRAY['failed'::text, 'unknown'::text])) OR ((state = 'waiting'::text) AND (tries > 0)))
CREATE UNIQUE INDEX misp_pushed_pkey ON public.misp_pushed USING btree (organisation_id, event)
CREATE INDEX notice_mail ON public.notice USING btree (mail_id)
CREATE UNIQUE INDEX notice_pkey ON public.notice USING btree (person_id, advisory_id, kind, occasion)
CREATE INDEX notice_deadline_next ON public.notice_deadline USING btree (next_at)
CREATE UNIQUE INDEX notice_deadline_pkey ON public.notice_deadline USING btree (advisory_id)
CREATE UNIQUE INDEX notice_preference_pkey ON public.notice_preference USING btree (person_id)
CREATE INDEX object_fingerprint ON public.object USING btree (organisation_id, fingerprint, no) WHERE (NOT revoked)
CREATE UNIQUE INDEX object_id_organisation_id_key ON public.object USING btree (id, organisation_id)
CREATE INDEX object_misp ON public.object USING btree (audience_id, no) WHERE (labels @> '{misp:in-event}'::text[])
CREATE INDEX object_newest ON public.object USING btree (audience_id, ((- no)))
CREATE INDEX object_opinion ON public.object USING btree (audience_id, ((- no))) WHERE (type = 'opinion'::text)
CREATE UNIQUE INDEX object_pkey ON public.object USING btree (no)
CREATE INDEX object_report ON public.object USING btree (audience_id, ((- no))) WHERE (type = 'report'::text)
CREATE INDEX object_report_seq ON public.object USING btree (seq) WHERE (type = 'report'::text)
CREATE INDEX object_sighted ON public.object USING btree (audience_id, sighted) INCLUDE (times, tlp, seq) WHERE ((sighted IS NOT NULL) AND (NOT revoked))
CREATE INDEX object_text ON public.object USING gin (audience_id, text gin_trgm_ops) WITH (gin_pending_list_limit='16384')
CREATE INDEX observable_block ON public.observable USING gist (audience_id, network inet_ops) WHERE (masklen(network) <
CASE family(network)
    WHEN 4 THEN 32
    ELSE 128
END)
CREATE INDEX observable_hash ON public.observable USING btree (hash, audience_id)
CREATE INDEX observable_network ON public.observable USING btree (audience_id, network) WHERE (network IS NOT NULL)
CREATE INDEX observable_object ON public.observable USING btree (object_no)
CREATE INDEX observable_reverse_host ON public.observable USING btree (audience_id, reverse_host) WHERE (reverse_host IS NOT NULL)
CREATE INDEX observable_value ON public.observable USING btree (audience_id, "left"(value, 128)) WHERE (type = ANY (ARRAY['MD5'::text, 'SHA-1'::text, 'SHA-256'::text, 'SHA-512'::text, 'ja3'::text, 'x509-certificate'::text]))
CREATE UNIQUE INDEX organisation_pkey ON public.organisation USING btree (id)
CREATE UNIQUE INDEX organisation_short_name_key ON public.organisation USING btree (short_name)
CREATE UNIQUE INDEX person_email_key ON public.person USING btree (email)
CREATE INDEX person_organisation ON public.person USING btree (organisation_id)
CREATE UNIQUE INDEX person_pkey ON public.person USING btree (id)
CREATE UNIQUE INDEX rate_limit_pkey ON public.rate_limit USING btree (key)
CREATE INDEX rate_limit_until ON public.rate_limit USING btree (until)
CREATE INDEX saved_search_person ON public.saved_search USING btree (person_id)
CREATE UNIQUE INDEX saved_search_pkey ON public.saved_search USING btree (id)
CREATE INDEX saved_search_shared ON public.saved_search USING btree (organisation_id) WHERE shared
CREATE UNIQUE INDEX search_cursor_pkey ON public.search_cursor USING btree (one)
CREATE UNIQUE INDEX search_mail_pkey ON public.search_mail USING btree (mail_id, watch_id)
CREATE INDEX search_mail_watch ON public.search_mail USING btree (watch_id, at)
CREATE INDEX search_match_mail ON public.search_match USING btree (mail_id) WHERE (mail_id IS NOT NULL)
CREATE INDEX search_match_newest ON public.search_match USING btree (watch_id, seq)
CREATE INDEX search_match_old ON public.search_match USING btree (at)
CREATE UNIQUE INDEX search_match_pkey ON public.search_match USING btree (watch_id, object_no)
CREATE INDEX search_match_to_mail ON public.search_match USING btree (watch_id) WHERE to_mail
CREATE INDEX search_watch_person ON public.search_watch USING btree (person_id)
CREATE UNIQUE INDEX search_watch_pkey ON public.search_watch USING btree (id)
CREATE UNIQUE INDEX search_watch_search_id_person_id_key ON public.search_watch USING btree (search_id, person_id)
CREATE INDEX session_expires ON public.session USING btree (expires_at)
CREATE UNIQUE INDEX session_id_key ON public.session USING btree (id)
CREATE INDEX session_person ON public.session USING btree (person_id)
CREATE UNIQUE INDEX session_pkey ON public.session USING btree (token_hash)
CREATE UNIQUE INDEX sharing_group_pkey ON public.sharing_group USING btree (id)
CREATE UNIQUE INDEX sharing_group_member_pkey ON public.sharing_group_member USING btree (group_id, organisation_id)
CREATE INDEX signing_key_organisation ON public.signing_key USING btree (organisation_id)
CREATE UNIQUE INDEX signing_key_pkey ON public.signing_key USING btree (id)
CREATE INDEX source_due ON public.source USING btree (next_at) WHERE (NOT paused)
CREATE INDEX source_organisation ON public.source USING btree (organisation_id)
CREATE UNIQUE INDEX source_pkey ON public.source USING btree (id)
CREATE UNIQUE INDEX source_event_pkey ON public.source_event USING btree (source_id, uuid)
CREATE INDEX source_object_event ON public.source_object USING btree (organisation_id, event) WHERE (event IS NOT NULL)
CREATE UNIQUE INDEX source_object_pkey ON public.source_object USING btree (organisation_id, id)
CREATE INDEX source_refusal_latest ON public.source_refusal USING btree (source_id, taken, no DESC)
CREATE UNIQUE INDEX source_refusal_pkey ON public.source_refusal USING btree (no)
CREATE UNIQUE INDEX submission_pkey ON public.submission USING btree (first_seq)
CREATE INDEX taxii_status_at ON public.taxii_status USING btree (at)
CREATE UNIQUE INDEX taxii_status_pkey ON public.taxii_status USING btree (id)
CREATE UNIQUE INDEX version_pkey ON public.version USING btree (seq)
CREATE UNIQUE INDEX warninglist_pkey ON public.warninglist USING btree (id)
CREATE INDEX webhook_organisation ON public.webhook USING btree (organisation_id)
CREATE UNIQUE INDEX webhook_pkey ON public.webhook USING btree (id)
CREATE INDEX webhook_delivery_again ON public.webhook_delivery USING btree (webhook_id, created_at) WHERE (state = 'again'::text)
CREATE INDEX webhook_delivery_log ON public.webhook_delivery USING btree (webhook_id, created_at DESC, id)
CREATE INDEX webhook_delivery_old ON public.webhook_delivery USING btree (created_at) WHERE (state <> ALL (ARRAY['sending'::text, 'again'::text]))
CREATE UNIQUE INDEX webhook_delivery_pkey ON public.webhook_delivery USING btree (id)
CREATE UNIQUE INDEX webhook_delivery_sending ON public.webhook_delivery USING btree (webhook_id) WHERE (state = 'sending'::text)

-- triggers
CREATE TRIGGER audience_stays BEFORE DELETE ON public.audience FOR EACH ROW WHEN ((old."position" > 0)) EXECUTE FUNCTION stays()
CREATE TRIGGER audit_record_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_record FOR EACH STATEMENT EXECUTE FUNCTION audit_record_stays()
CREATE TRIGGER mail_of_another_history AFTER UPDATE OF epoch ON public.head FOR EACH ROW WHEN ((old.epoch IS DISTINCT FROM new.epoch)) EXECUTE FUNCTION mail_of_another_history()
CREATE TRIGGER organisation_stays BEFORE DELETE ON public.organisation FOR EACH ROW EXECUTE FUNCTION stays()
CREATE TRIGGER searches_of_another_history AFTER UPDATE OF epoch ON public.head FOR EACH ROW WHEN ((old.epoch IS DISTINCT FROM new.epoch)) EXECUTE FUNCTION searches_of_another_history()
