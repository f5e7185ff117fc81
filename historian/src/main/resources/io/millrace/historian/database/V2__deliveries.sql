-- What became of everything that was sent.

-- A sample's identity is its topic, its timestamp and, where it carries one, its id. Most carry none: a null costs
-- nothing in the row or in the key.
ALTER TABLE millrace.sample ADD COLUMN id text;
ALTER TABLE millrace.sample DROP CONSTRAINT sample_pkey;
ALTER TABLE millrace.sample ADD CONSTRAINT sample_identity
  UNIQUE NULLS NOT DISTINCT (tag_id, ts, id) INCLUDE (quality, number, integer);
COMMENT ON COLUMN millrace.sample.id IS 'Identity given by the sender, where two samples may have the same time.';

CREATE OR REPLACE VIEW millrace.samples AS
SELECT t.topic,
       t.location,
       t.contract,
       t.name,
       t.unit,
       s.ts,
       millrace.severity(s.quality) AS quality,
       CASE
         WHEN s.text IS NOT NULL THEN s.text
         WHEN s.number IS NOT NULL THEN s.number::text
         WHEN t.data_type = 'boolean' THEN (s.integer <> 0)::text
         ELSE s.integer::text
       END AS value,
       coalesce(s.number, s.integer) AS number,
       s.quality AS status_code,
       s.tag_id,
       s.id
  FROM millrace.sample s
  JOIN millrace.tag t ON t.id = s.tag_id;

-- As before, but for several samples of one time.
CREATE OR REPLACE FUNCTION millrace.trend(topic text, "from" timestamptz, "to" timestamptz, points integer DEFAULT 500)
RETURNS TABLE (
  start timestamptz,
  first float8,
  last float8,
  min float8,
  max float8,
  first_time timestamptz,
  last_time timestamptz,
  good bigint,
  bad bigint,
  last_bad boolean)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  WITH asked AS (
    SELECT (SELECT t.id FROM millrace.tag t WHERE t.topic = $1) AS tag_id,
           greatest(1, ceil(extract(epoch FROM $3 - $2) * 1000000 / greatest(1, least($4, 10000))))::float8
             * interval '1 microsecond' AS width
  ),
  bucket AS (
    SELECT date_bin((SELECT width FROM asked), s.ts, $2) AS start,
           min(coalesce(s.number, s.integer)) FILTER (WHERE s.quality >= 0) AS min,
           max(coalesce(s.number, s.integer)) FILTER (WHERE s.quality >= 0) AS max,
           min(s.ts) FILTER (WHERE s.quality >= 0 AND coalesce(s.number, s.integer) IS NOT NULL) AS first_time,
           max(s.ts) FILTER (WHERE s.quality >= 0 AND coalesce(s.number, s.integer) IS NOT NULL) AS last_time,
           count(*) FILTER (WHERE s.quality >= 0 AND coalesce(s.number, s.integer) IS NOT NULL) AS good,
           count(*) FILTER (WHERE s.quality < 0) AS bad,
           max(s.ts) FILTER (WHERE s.quality < 0) AS last_bad_time
      FROM millrace.sample s
     WHERE s.tag_id = (SELECT tag_id FROM asked) AND s.ts >= $2 AND s.ts < $3
     GROUP BY 1
  )
  SELECT b.start,
         (SELECT coalesce(f.number, f.integer)
            FROM millrace.sample f
           WHERE f.tag_id = (SELECT tag_id FROM asked) AND f.ts = b.first_time
             AND f.quality >= 0 AND coalesce(f.number, f.integer) IS NOT NULL
           ORDER BY f.id
           LIMIT 1),
         (SELECT coalesce(l.number, l.integer)
            FROM millrace.sample l
           WHERE l.tag_id = (SELECT tag_id FROM asked) AND l.ts = b.last_time
             AND l.quality >= 0 AND coalesce(l.number, l.integer) IS NOT NULL
           ORDER BY l.id DESC
           LIMIT 1),
         b.min,
         b.max,
         b.first_time,
         b.last_time,
         b.good,
         b.bad,
         coalesce(b.last_bad_time > coalesce(b.last_time, '-infinity'), false)
    FROM bucket b
   WHERE b.good > 0 OR b.bad > 0
   ORDER BY b.start
$$;

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
