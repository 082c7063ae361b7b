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
rate_limit.key text not null
rate_limit.points integer not null
rate_limit.until timestamp with time zone not null
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
version.seq bigint not null
version.object_no bigint not null
version.modified timestamp with time zone not null
version.body text not null
version.nonce bytea not null

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
entry: CHECK (((op >= 0) AND (op <= 3)))
entry: PRIMARY KEY (audience_id, "position")
head: CHECK (one)
head: PRIMARY KEY (one)
idempotency: PRIMARY KEY (principal, key)
invitation: CHECK ((purpose = ANY (ARRAY['join'::text, 'reset'::text])))
invitation: CHECK ((role = ANY (ARRAY['reader'::text, 'analyst'::text, 'org-admin'::text, 'alliance-admin'::text])))
invitation: FOREIGN KEY (organisation_id) REFERENCES organisation(id)
invitation: FOREIGN KEY (person_id) REFERENCES person(id)
invitation: PRIMARY KEY (token_hash)
invitation: UNIQUE (id)
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
version: PRIMARY KEY (seq)

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
CREATE INDEX entry_object ON public.entry USING btree (object_no, seq) WHERE (seq <> object_no)
CREATE UNIQUE INDEX entry_pkey ON public.entry USING btree (audience_id, "position")
CREATE INDEX entry_seq ON public.entry USING btree (seq, audience_id, superseded)
CREATE UNIQUE INDEX head_pkey ON public.head USING btree (one)
CREATE INDEX idempotency_at ON public.idempotency USING btree (at)
CREATE UNIQUE INDEX idempotency_pkey ON public.idempotency USING btree (principal, key)
CREATE UNIQUE INDEX invitation_id_key ON public.invitation USING btree (id)
CREATE INDEX invitation_organisation ON public.invitation USING btree (organisation_id)
CREATE UNIQUE INDEX invitation_pkey ON public.invitation USING btree (token_hash)
CREATE INDEX object_fingerprint ON public.object USING btree (organisation_id, fingerprint, no) WHERE (NOT revoked)
CREATE UNIQUE INDEX object_id_organisation_id_key ON public.object USING btree (id, organisation_id)
CREATE INDEX object_newest ON public.object USING btree (audience_id, ((- no)))
CREATE UNIQUE INDEX object_pkey ON public.object USING btree (no)
CREATE INDEX object_report ON public.object USING btree (audience_id, ((- no))) WHERE (type = 'report'::text)
CREATE INDEX object_text ON public.object USING gin (audience_id, text gin_trgm_ops)
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
CREATE INDEX session_expires ON public.session USING btree (expires_at)
CREATE UNIQUE INDEX session_id_key ON public.session USING btree (id)
CREATE INDEX session_person ON public.session USING btree (person_id)
CREATE UNIQUE INDEX session_pkey ON public.session USING btree (token_hash)
CREATE UNIQUE INDEX sharing_group_pkey ON public.sharing_group USING btree (id)
CREATE UNIQUE INDEX sharing_group_member_pkey ON public.sharing_group_member USING btree (group_id, organisation_id)
CREATE INDEX signing_key_organisation ON public.signing_key USING btree (organisation_id)
CREATE UNIQUE INDEX signing_key_pkey ON public.signing_key USING btree (id)
CREATE UNIQUE INDEX version_pkey ON public.version USING btree (seq)

-- triggers
CREATE TRIGGER audience_stays BEFORE DELETE ON public.audience FOR EACH ROW WHEN ((old."position" > 0)) EXECUTE FUNCTION stays()
CREATE TRIGGER audit_record_stays BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_record FOR EACH STATEMENT EXECUTE FUNCTION audit_record_stays()
CREATE TRIGGER organisation_stays BEFORE DELETE ON public.organisation FOR EACH ROW EXECUTE FUNCTION stays()
