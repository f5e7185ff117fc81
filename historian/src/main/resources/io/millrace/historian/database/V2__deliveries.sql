-- What became of everything that was sent.

-- A sample's identity is its topic, its timestamp and, where it carries one, its id. Most carry none: a null costs
-- nothing in the row or in the key.
ALTER TABLE millrace.sample ADD COLUMN id text;
ALTER TABLE millrace.sample DROP CONSTRAINT sample_pkey;
ALTER TABLE millrace.sample ADD CONSTRAINT sample_identity
  UNIQUE NULLS NOT DISTINCT (tag_id, ts, id) INCLUDE (quality, number, integer);
COMMENT ON COLUMN millrace.sample.id IS 'Identity given by the sender, where two samples may have the same time.';

ALTER TABLE millrace.log_offset ADD COLUMN counted_offset bigint;
COMMENT ON COLUMN millrace.log_offset.counted_offset IS
  'How far the ledger is written; what lies between here and next_offset is counted again from the log after a restart.';

CREATE TABLE millrace.ledger (
  source text NOT NULL,
  topic text NOT NULL DEFAULT '',
  received bigint NOT NULL DEFAULT 0,
  delivered bigint NOT NULL DEFAULT 0,
  duplicate bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0,
  late bigint NOT NULL DEFAULT 0,
  shed bigint NOT NULL DEFAULT 0,
  lost bigint NOT NULL DEFAULT 0,
  first timestamptz NOT NULL DEFAULT now(),
  last timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source, topic)
) WITH (fillfactor = 70);
CREATE INDEX ledger_topic ON millrace.ledger (topic);
COMMENT ON TABLE millrace.ledger IS
  'What became of the samples and events of each source and topic. received = delivered + duplicate + rejected + shed; late is part of delivered, lost was never received.';
COMMENT ON COLUMN millrace.ledger.source IS 'Connection, mqtt:<client id>, or kafka for writers that do not say who they are.';
COMMENT ON COLUMN millrace.ledger.topic IS 'Empty for what belongs to no topic.';
COMMENT ON COLUMN millrace.ledger.late IS 'Delivered more than a minute after its own timestamp.';

CREATE TABLE millrace.rejection (
  source text NOT NULL,
  topic text NOT NULL DEFAULT '',
  reason text NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (source, topic, reason)
);
COMMENT ON TABLE millrace.rejection IS 'ledger.rejected by reason.';

-- A session is one life of a connection: its samples are numbered from 1.
CREATE TABLE millrace.session (
  origin text NOT NULL,
  epoch bigint NOT NULL,
  source text NOT NULL,
  first_received timestamptz NOT NULL,
  last_received timestamptz NOT NULL,
  numbers int8multirange NOT NULL,
  PRIMARY KEY (origin, epoch)
);
COMMENT ON TABLE millrace.session IS
  'Sessions of connections with the sequence numbers that arrived; a hole in numbers is a lost sample.';

CREATE TABLE millrace.gap (
  id text PRIMARY KEY,
  source text NOT NULL,
  topic text NOT NULL DEFAULT '',
  "from" timestamptz NOT NULL,
  "to" timestamptz NOT NULL,
  reason text NOT NULL,
  count bigint NOT NULL DEFAULT 0,
  sentence text NOT NULL
);
CREATE INDEX gap_source ON millrace.gap (source, "from");
COMMENT ON TABLE millrace.gap IS 'Spans in which a source, or one topic of it, did not deliver what it should have.';
COMMENT ON COLUMN millrace.gap.topic IS 'Empty when all topics of the source are meant.';

CREATE TABLE millrace.quarantine (
  id bigint PRIMARY KEY,
  place text UNIQUE,
  topic text NOT NULL,
  source text NOT NULL,
  code text NOT NULL,
  sentence text NOT NULL,
  hop text NOT NULL,
  attempts integer NOT NULL,
  first_seen timestamptz NOT NULL,
  quarantined timestamptz NOT NULL,
  payload bytea NOT NULL,
  headers jsonb NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'replayed', 'discarded')),
  resolved_by text,
  resolved_at timestamptz
);
CREATE INDEX quarantine_open ON millrace.quarantine (id) WHERE state = 'open';
COMMENT ON TABLE millrace.quarantine IS 'Messages that could not be used, with their reason; id is their offset in millrace.quarantine of the log.';
COMMENT ON COLUMN millrace.quarantine.place IS 'Where it was in the log before, topic/partition/offset; null when it was refused before it got there.';
