-- What people see of it is described by COMMENT, so that any SQL tool shows it.

CREATE TABLE millrace.tag (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL UNIQUE,
  location text NOT NULL,
  contract text NOT NULL,
  name text NOT NULL,
  unit text,
  data_type text CHECK (data_type IN ('boolean', 'integer', 'number', 'text')),
  description text,
  attributes jsonb NOT NULL DEFAULT '{}',
  first_seen timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE millrace.tag IS 'One row per tag of the namespace.';
COMMENT ON COLUMN millrace.tag.name IS 'Virtual path and tag: what follows the contract in the topic.';
COMMENT ON COLUMN millrace.tag.data_type IS 'The widest kind of value seen; boolean values are 0 and 1 in sample.integer.';
COMMENT ON COLUMN millrace.tag.attributes IS 'From the site file: connection and address.';

-- The columns stand in the order that wastes no padding. The key carries the numbers along: the samples of one tag lie
-- scattered over the table as they came, but side by side in the key, so that a trend reads pages by the hundred
-- instead of by the ten thousand.
CREATE TABLE millrace.sample (
  ts timestamptz NOT NULL,
  tag_id integer NOT NULL,
  quality integer NOT NULL,
  number float8,
  integer int8,
  text text,
  PRIMARY KEY (tag_id, ts) INCLUDE (quality, number, integer)
) PARTITION BY RANGE (ts);
COMMENT ON TABLE millrace.sample IS 'Value and quality of a tag at a time, partitioned by UTC day.';
COMMENT ON COLUMN millrace.sample.quality IS 'OPC UA StatusCode as a signed integer: negative is Bad.';

CREATE TABLE millrace.event (
  topic text NOT NULL,
  ts timestamptz NOT NULL,
  id text,
  payload jsonb NOT NULL,
  UNIQUE NULLS NOT DISTINCT (topic, ts, id)
) PARTITION BY RANGE (ts);
COMMENT ON TABLE millrace.event IS 'Business events as they came, partitioned by UTC day.';

CREATE TABLE millrace.log_offset (
  topic text NOT NULL,
  partition integer NOT NULL,
  next_offset bigint NOT NULL,
  PRIMARY KEY (topic, partition)
);
COMMENT ON TABLE millrace.log_offset IS
  'How far the log is stored; changed in the same transaction as the rows. Go back here to store again from the log.';

CREATE FUNCTION millrace.severity(quality integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN quality < 0 THEN 'Bad' WHEN (quality & 1073741824) <> 0 THEN 'Uncertain' ELSE 'Good' END;
COMMENT ON FUNCTION millrace.severity IS 'Good, Uncertain or Bad: the top two bits of an OPC UA StatusCode.';

CREATE VIEW millrace.samples AS
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
       s.tag_id
  FROM millrace.sample s
  JOIN millrace.tag t ON t.id = s.tag_id;
COMMENT ON VIEW millrace.samples IS 'Samples with their tags, for people: value as text, number where it is one.';

CREATE VIEW millrace.latest AS
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
       t.id AS tag_id
  FROM millrace.tag t
 CROSS JOIN LATERAL (
       SELECT ts, quality, number, integer, text
         FROM millrace.sample
        WHERE tag_id = t.id
        ORDER BY ts DESC
        LIMIT 1) s;
COMMENT ON VIEW millrace.latest IS 'The newest sample of every tag.';

-- One pass over the key, then one look-up per bucket for its first and last value.
CREATE FUNCTION millrace.trend(topic text, "from" timestamptz, "to" timestamptz, points integer DEFAULT 500)
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
            FROM millrace.sample f WHERE f.tag_id = (SELECT tag_id FROM asked) AND f.ts = b.first_time),
         (SELECT coalesce(l.number, l.integer)
            FROM millrace.sample l WHERE l.tag_id = (SELECT tag_id FROM asked) AND l.ts = b.last_time),
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
COMMENT ON FUNCTION millrace.trend IS
  'A numeric tag reduced to at most so many buckets of equal length: first, last, least and greatest good value of each, and how many samples were good and bad. Buckets without a sample are absent.';
