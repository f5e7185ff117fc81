-- What makes plain questions plain SQL: values as they held, states as they lasted, runs of orders; and views that find
-- a location among millions of events.

CREATE TABLE millrace.order_run (
  location text NOT NULL,
  start timestamptz NOT NULL,
  "end" timestamptz,
  "order" text NOT NULL,
  PRIMARY KEY (location, start)
);
CREATE INDEX order_run_order ON millrace.order_run ("order");
COMMENT ON TABLE millrace.order_run IS
  'When orders ran: one row from each start to the stop, or to the start of another order. Join with samples, counts and states by start and end.';
COMMENT ON COLUMN millrace.order_run."end" IS 'Null while it runs.';

-- Corrections are appended in the order in which they come, so that an index of a few pages finds those of a day.
CREATE INDEX correction_corrected_at ON millrace.correction USING brin (corrected_at) WITH (pages_per_range = 16);

-- A topic says its place once, in event_topic; taken apart event by event, a question about one machine reads the events
-- of all.
CREATE OR REPLACE VIEW millrace.counts AS
SELECT e.topic,
       t.location,
       CASE WHEN t.name = 'count' THEN 'count' ELSE left(t.name, -length('/count')) END AS name,
       e.ts,
       e.id,
       CASE WHEN jsonb_typeof(e.payload -> 'count') = 'number' THEN (e.payload -> 'count')::numeric END AS count,
       CASE WHEN jsonb_typeof(e.payload -> 'scrap') = 'number' THEN (e.payload -> 'scrap')::numeric END AS scrap,
       e.payload
  FROM millrace.event_topic t
  JOIN millrace.event e ON e.topic = t.topic
 WHERE (t.name = 'count' OR t.name LIKE '%/count')
   AND e.payload ? 'count';

CREATE OR REPLACE VIEW millrace.states AS
SELECT e.topic,
       t.location,
       CASE WHEN t.name = 'add' THEN 'add' ELSE left(t.name, -length('/add')) END AS name,
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
  FROM millrace.event_topic t
  JOIN millrace.event e ON e.topic = t.topic
  LEFT JOIN LATERAL (
       SELECT f.ts
         FROM millrace.event f
        WHERE f.topic = e.topic
          AND f.ts >= e.ts
          AND (f.ts > e.ts OR f.id > e.id OR (f.id IS NULL AND e.id IS NOT NULL))
          AND f.payload ? 'state'
        ORDER BY f.ts, f.id
        LIMIT 1) next ON true
 WHERE (t.name = 'add' OR t.name LIKE '%/add')
   AND e.payload ? 'state';

CREATE OR REPLACE VIEW millrace.alarms AS
SELECT e.topic,
       t.location,
       e.payload ->> 'alarm' AS alarm,
       e.ts AS raised,
       millrace.moment(e.payload ->> 'since') AS since,
       e.payload ->> 'severity' AS severity,
       CASE WHEN jsonb_typeof(e.payload -> 'severity_number') = 'number'
            THEN least((e.payload -> 'severity_number')::numeric, 1000)::integer END AS severity_number,
       e.payload ->> 'group' AS "group",
       e.payload ->> 'message' AS message,
       e.payload ->> 'value' AS value,
       e.payload ->> 'limit' AS "limit",
       ack.ts AS acknowledged,
       ack.payload ->> 'user' AS acknowledged_by,
       ack.payload ->> 'comment' AS comment,
       gone.ts AS cleared,
       gone.ts - e.ts AS duration,
       last.payload ->> 'state' AS state
  FROM millrace.event_topic t
  JOIN millrace.event e ON e.topic = t.topic
  LEFT JOIN LATERAL (
       SELECT f.ts
         FROM millrace.event f
        WHERE f.topic = e.topic
          AND f.ts >= e.ts
          AND (f.ts > e.ts OR f.id > e.id)
          AND f.payload ->> 'transition' = 'raised'
        ORDER BY f.ts, f.id
        LIMIT 1) next ON true
  LEFT JOIN LATERAL (
       SELECT f.ts, f.payload
         FROM millrace.event f
        WHERE f.topic = e.topic
          AND f.ts >= e.ts
          AND f.ts <= coalesce(next.ts, 'infinity')
          AND f.payload ->> 'transition' = 'acknowledged'
          AND f.payload ->> 'occurrence' = e.payload ->> 'occurrence'
        ORDER BY f.ts, f.id
        LIMIT 1) ack ON true
  LEFT JOIN LATERAL (
       SELECT f.ts
         FROM millrace.event f
        WHERE f.topic = e.topic
          AND f.ts >= e.ts
          AND f.ts <= coalesce(next.ts, 'infinity')
          AND f.payload ->> 'transition' = 'cleared'
          AND f.payload ->> 'occurrence' = e.payload ->> 'occurrence'
        ORDER BY f.ts, f.id
        LIMIT 1) gone ON true
  LEFT JOIN LATERAL (
       SELECT f.payload
         FROM millrace.event f
        WHERE f.topic = e.topic
          AND f.ts >= e.ts
          AND f.ts <= coalesce(next.ts, 'infinity')
          AND f.payload ->> 'occurrence' = e.payload ->> 'occurrence'
        ORDER BY f.ts DESC, f.id DESC
        LIMIT 1) last ON true
 WHERE t.name LIKE 'alarm/%'
   AND e.payload ->> 'transition' = 'raised'
   AND e.payload ? 'occurrence';

-- A sub-select in the list, so that it costs nothing where nobody asks for it.
CREATE OR REPLACE VIEW millrace.corrections AS
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
       c.corrected_at,
       CASE
         WHEN t.id IS NULL THEN (
              SELECT e.payload::text
                FROM millrace.event e
               WHERE e.topic = c.topic AND e.ts = c.ts AND e.id IS NOT DISTINCT FROM nullif(c.id, ''))
         ELSE (
              SELECT CASE
                       WHEN s.text IS NOT NULL THEN s.text
                       WHEN s.number IS NOT NULL THEN s.number::text
                       WHEN t.data_type = 'boolean' THEN (s.integer <> 0)::text
                       ELSE s.integer::text
                     END
                FROM millrace.sample s
               WHERE s.tag_id = t.id AND s.ts = c.ts AND s.id IS NOT DISTINCT FROM nullif(c.id, ''))
       END AS says_now
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
  'What samples and events said before a processor corrected them, for people. Always give a span on ts or on corrected_at.';
COMMENT ON COLUMN millrace.corrections.says_now IS
  'Value or payload as it is after all corrections; null where the row is gone.';

-- The functions are single statements, which PostgreSQL takes into the statement that asks: conditions on their columns
-- reach the keys.
CREATE FUNCTION millrace.states_within("from" timestamptz, "to" timestamptz)
RETURNS TABLE (
  topic text,
  location text,
  name text,
  start timestamptz,
  "end" timestamptz,
  duration interval,
  state text,
  code text,
  reason text,
  microstop boolean,
  began timestamptz,
  lasts boolean)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT t.topic,
         t.location,
         CASE WHEN t.name = 'add' THEN 'add' ELSE left(t.name, -length('/add')) END,
         greatest(s.ts, $1),
         least(s.next, $2, now()),
         least(s.next, $2, now()) - greatest(s.ts, $1),
         s.payload ->> 'state',
         s.payload ->> 'code',
         s.payload ->> 'reason',
         CASE WHEN jsonb_typeof(s.payload -> 'microstop') = 'boolean' THEN (s.payload -> 'microstop')::boolean END,
         s.ts,
         s.next IS NULL
    FROM millrace.event_topic t
   CROSS JOIN LATERAL (
         SELECT e.ts, e.payload, lead(e.ts) OVER (ORDER BY e.ts, e.id) AS next
           FROM (
                (SELECT f.ts, f.id, f.payload
                   FROM millrace.event f
                  WHERE f.topic = t.topic AND f.ts <= $1 AND f.payload ? 'state'
                  ORDER BY f.ts DESC, f.id DESC
                  LIMIT 1)
                 UNION ALL
                 SELECT f.ts, f.id, f.payload
                   FROM millrace.event f
                  WHERE f.topic = t.topic AND f.ts > $1 AND f.ts < least($2, now()) AND f.payload ? 'state') e) s
   WHERE (t.name = 'add' OR t.name LIKE '%/add')
     AND $1 < least($2, now())
$$;
COMMENT ON FUNCTION millrace.states_within IS
  'Machine states of a span, cut at its ends and at the present; the one that lasted when it began is among them. began: when it really began. lasts: no other followed within the span.';

CREATE FUNCTION millrace.held(topic text, "from" timestamptz, "to" timestamptz)
RETURNS TABLE (
  start timestamptz,
  "end" timestamptz,
  duration interval,
  quality text,
  number float8,
  value text)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT greatest(s.ts, $2),
         least(s.next, $3, now()),
         least(s.next, $3, now()) - greatest(s.ts, $2),
         millrace.severity(s.quality),
         coalesce(s.number, s.integer),
         CASE
           WHEN s.text IS NOT NULL THEN s.text
           WHEN s.number IS NOT NULL THEN s.number::text
           WHEN t.data_type = 'boolean' THEN (s.integer <> 0)::text
           ELSE s.integer::text
         END
    FROM millrace.tag t
   CROSS JOIN LATERAL (
         SELECT e.ts, e.quality, e.number, e.integer, e.text, lead(e.ts) OVER (ORDER BY e.ts, e.id) AS next
           FROM (
                (SELECT f.ts, f.id, f.quality, f.number, f.integer, f.text
                   FROM millrace.sample f
                  WHERE f.tag_id = t.id AND f.ts <= $2
                  ORDER BY f.ts DESC, f.id DESC
                  LIMIT 1)
                 UNION ALL
                 SELECT f.ts, f.id, f.quality, f.number, f.integer, f.text
                   FROM millrace.sample f
                  WHERE f.tag_id = t.id AND f.ts > $2 AND f.ts < least($3, now())) e) s
   WHERE t.topic = $1
     AND $2 < least($3, now())
$$;
COMMENT ON FUNCTION millrace.held IS
  'Values of a tag and how long each held, cut at the ends of the span and at the present; the one that held when it began is among them.';

CREATE FUNCTION millrace.means(topic text, "from" timestamptz, "to" timestamptz, width interval)
RETURNS TABLE (
  start timestamptz,
  mean float8,
  min float8,
  max float8,
  known interval)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT b.start,
         sum(h.number * extract(epoch FROM b.part)::float8) FILTER (WHERE b.good)
           / nullif(sum(extract(epoch FROM b.part)::float8) FILTER (WHERE b.good), 0),
         min(h.number) FILTER (WHERE b.good),
         max(h.number) FILTER (WHERE b.good),
         coalesce(sum(b.part) FILTER (WHERE b.good), interval '0')
    FROM millrace.held($1, $2, $3) h
   CROSS JOIN LATERAL generate_series(date_bin($4, h.start, $2), h."end" - interval '1 microsecond', $4) AS g (start)
   CROSS JOIN LATERAL (
         SELECT g.start,
                least(h."end", g.start + $4) - greatest(h.start, g.start) AS part,
                h.quality <> 'Bad' AND h.number IS NOT NULL AS good) b
   GROUP BY b.start
   ORDER BY b.start
$$;
COMMENT ON FUNCTION millrace.means IS
  'Means of a numeric tag, each value weighted by how long it held; of stretches of equal width from the beginning of the span. known: how long the value was known in it; Bad times do not count.';

CREATE FUNCTION millrace.grid(topic text, "from" timestamptz, "to" timestamptz, width interval)
RETURNS TABLE (
  "time" timestamptz,
  number float8,
  value text,
  quality text,
  ts timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT g.at,
         coalesce(s.number, s.integer),
         CASE
           WHEN s.text IS NOT NULL THEN s.text
           WHEN s.number IS NOT NULL THEN s.number::text
           WHEN t.data_type = 'boolean' THEN (s.integer <> 0)::text
           ELSE s.integer::text
         END,
         millrace.severity(s.quality),
         s.ts
    FROM generate_series($2, $3 - interval '1 microsecond', $4) AS g (at)
    LEFT JOIN millrace.tag t ON t.topic = $1
    LEFT JOIN LATERAL (
         SELECT f.ts, f.quality, f.number, f.integer, f.text
           FROM millrace.sample f
          WHERE f.tag_id = t.id AND f.ts <= g.at
          ORDER BY f.ts DESC, f.id DESC
          LIMIT 1) s ON true
$$;
COMMENT ON FUNCTION millrace.grid IS
  'What a tag said at equal steps of time: the last sample at or before each; ts is the time of that. Join several tags USING (time).';

CREATE FUNCTION millrace.number_at(topic text, at timestamptz) RETURNS float8
LANGUAGE sql STABLE PARALLEL SAFE
AS $$
  SELECT coalesce(f.number, f.integer)
    FROM millrace.sample f
   WHERE f.tag_id = (SELECT t.id FROM millrace.tag t WHERE t.topic = $1)
     AND f.ts <= $2
     AND f.quality >= 0
   ORDER BY f.ts DESC, f.id DESC
   LIMIT 1
$$;
COMMENT ON FUNCTION millrace.number_at IS
  'The last number of a tag at or before a time that was not Bad; null where there is none.';
