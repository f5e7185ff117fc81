-- What processors take back or say anew, and what they count and observe, as tables of people.

-- An identity's row is replaced in place; what it said before is kept here for as long as the row itself would be.
CREATE TABLE millrace.correction (
  ts timestamptz NOT NULL,
  correction bigint NOT NULL,
  corrected_at timestamptz NOT NULL DEFAULT now(),
  number float8,
  integer int8,
  quality integer,
  retracted boolean NOT NULL,
  topic text NOT NULL,
  id text NOT NULL DEFAULT '',
  processor text NOT NULL,
  text text,
  payload jsonb,
  UNIQUE (topic, ts, id, correction)
) PARTITION BY RANGE (ts);
COMMENT ON TABLE millrace.correction IS
  'What samples and events said before they were corrected, partitioned by UTC day of their own time.';
COMMENT ON COLUMN millrace.correction.ts IS 'Time of the sample or event that was corrected.';
COMMENT ON COLUMN millrace.correction.correction IS
  'Number given by the processor; grows with every correction of one sample or event.';
COMMENT ON COLUMN millrace.correction.corrected_at IS 'When the correction was stored.';
COMMENT ON COLUMN millrace.correction.quality IS
  'StatusCode of the sample before; null with number, integer and text where there was none.';
COMMENT ON COLUMN millrace.correction.payload IS 'The event before; null where there was none.';
COMMENT ON COLUMN millrace.correction.retracted IS 'Nothing took its place: the row is gone.';
COMMENT ON COLUMN millrace.correction.id IS 'Empty where the sample or event has none.';
COMMENT ON COLUMN millrace.correction.processor IS 'Name and revision of the processor that corrected.';

ALTER TABLE millrace.ledger ADD COLUMN corrected bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN millrace.ledger.corrected IS
  'Delivered to replace, or take back, what was delivered before under the same identity.';
COMMENT ON TABLE millrace.ledger IS
  'What became of the samples and events of each source and topic. received = delivered + duplicate + rejected + shed; late and corrected are part of delivered, lost was never received.';

CREATE TABLE millrace.namespace (root text PRIMARY KEY);
COMMENT ON TABLE millrace.namespace IS 'Roots of the topics stored here: what stands before the location.';

-- The parts of a topic, as in millrace.tag: what lies between the root and the first segment that begins with an
-- underscore is the location.
CREATE VIEW millrace.corrections AS
SELECT c.topic,
       substr(split_part(c.topic, '/_', 1), length(n.root) + 2) AS location,
       split_part(p.below, '/', 1) AS contract,
       substr(p.below, strpos(p.below, '/') + 1) AS name,
       c.ts,
       nullif(c.id, '') AS id,
       c.correction,
       c.retracted,
       CASE
         WHEN c.payload IS NOT NULL THEN c.payload::text
         WHEN c.text IS NOT NULL THEN c.text
         WHEN c.number IS NOT NULL THEN c.number::text
         WHEN t.data_type = 'boolean' THEN (c.integer <> 0)::text
         ELSE c.integer::text
       END AS was,
       CASE WHEN c.quality IS NOT NULL THEN millrace.severity(c.quality) END AS was_quality,
       c.processor,
       c.corrected_at
  FROM millrace.correction c
 CROSS JOIN LATERAL (SELECT substr(c.topic, strpos(c.topic, '/_') + 1) AS below) p
  LEFT JOIN millrace.tag t ON t.topic = c.topic
  LEFT JOIN LATERAL (
       SELECT root
         FROM millrace.namespace
        WHERE starts_with(c.topic, root || '/')
        ORDER BY length(root) DESC
        LIMIT 1) n ON true;
COMMENT ON VIEW millrace.corrections IS
  'What samples and events said before a processor corrected them, for people. Always give a span on ts.';
COMMENT ON COLUMN millrace.corrections.was IS 'Value or payload before; null where there was none.';
COMMENT ON COLUMN millrace.corrections.was_quality IS 'Of a sample; null where there was none.';

CREATE VIEW millrace.counts AS
SELECT e.topic,
       substr(split_part(e.topic, '/_', 1), length(n.root) + 2) AS location,
       CASE
         WHEN p.below = '_analytics/count' THEN 'count'
         ELSE substr(p.below, length('_analytics/') + 1, length(p.below) - length('_analytics//count'))
       END AS name,
       e.ts,
       e.id,
       CASE WHEN jsonb_typeof(e.payload -> 'count') = 'number' THEN (e.payload -> 'count')::numeric END AS count,
       CASE WHEN jsonb_typeof(e.payload -> 'scrap') = 'number' THEN (e.payload -> 'scrap')::numeric END AS scrap,
       e.payload
  FROM millrace.event e
 CROSS JOIN LATERAL (SELECT substr(e.topic, strpos(e.topic, '/_') + 1) AS below) p
  LEFT JOIN LATERAL (
       SELECT root
         FROM millrace.namespace
        WHERE starts_with(e.topic, root || '/')
        ORDER BY length(root) DESC
        LIMIT 1) n ON true
 WHERE p.below LIKE '\_analytics/%'
   AND e.topic LIKE '%/count'
   AND e.payload ? 'count';
COMMENT ON VIEW millrace.counts IS
  'Count events, topics that end with count below _analytics, as they stand after all corrections. Always give a span on ts.';
COMMENT ON COLUMN millrace.counts.name IS 'What stands between contract and count in the topic; count where nothing does.';
COMMENT ON COLUMN millrace.counts.scrap IS 'Null where the event does not say.';

-- The end of a state is looked up state by state in the key: over a window function a span on start would read all of
-- history.
CREATE VIEW millrace.states AS
SELECT e.topic,
       substr(split_part(e.topic, '/_', 1), length(n.root) + 2) AS location,
       CASE
         WHEN p.below = '_analytics/add' THEN 'add'
         ELSE substr(p.below, length('_analytics/') + 1, length(p.below) - length('_analytics//add'))
       END AS name,
       e.ts AS start,
       next.ts AS "end",
       e.payload ->> 'state' AS state,
       e.payload ->> 'code' AS code,
       e.payload ->> 'reason' AS reason,
       CASE WHEN jsonb_typeof(e.payload -> 'microstop') = 'boolean' THEN (e.payload -> 'microstop')::boolean END
         AS microstop,
       next.ts - e.ts AS duration,
       e.id,
       e.payload
  FROM millrace.event e
 CROSS JOIN LATERAL (SELECT substr(e.topic, strpos(e.topic, '/_') + 1) AS below) p
  LEFT JOIN LATERAL (
       SELECT root
         FROM millrace.namespace
        WHERE starts_with(e.topic, root || '/')
        ORDER BY length(root) DESC
        LIMIT 1) n ON true
  LEFT JOIN LATERAL (
       SELECT f.ts
         FROM millrace.event f
        WHERE f.topic = e.topic
          AND f.ts >= e.ts
          AND (f.ts > e.ts OR f.id > e.id OR (f.id IS NULL AND e.id IS NOT NULL))
          AND f.payload ? 'state'
        ORDER BY f.ts, f.id
        LIMIT 1) next ON true
 WHERE p.below LIKE '\_analytics/%'
   AND e.topic LIKE '%/add'
   AND e.payload ? 'state';
COMMENT ON VIEW millrace.states IS
  'Machine states, from add events below _analytics that carry a state, as they stand after all corrections. Always give a span on start.';
COMMENT ON COLUMN millrace.states.name IS 'What stands between contract and add in the topic, mostly state.';
COMMENT ON COLUMN millrace.states."end" IS 'Start of the next state of the same topic; null while the state lasts.';
COMMENT ON COLUMN millrace.states.duration IS 'Null while the state lasts.';
COMMENT ON COLUMN millrace.states.microstop IS 'Null where the event does not say.';
