-- Alarms as people ask for them: one row for each time an alarm was raised.

-- Anybody may publish an event; one that is no alarm's must not make the others unreadable.
CREATE FUNCTION millrace.moment(text text) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN text ~ '^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?Z$'
            THEN text::timestamptz END;
COMMENT ON FUNCTION millrace.moment IS 'A time as events write it, such as 2026-11-21T08:00:00Z; null where it is none.';

-- What happened to an occurrence is looked up in the key between its own time and the next: over window functions a span
-- on raised would read all of history.
CREATE VIEW millrace.alarms AS
SELECT e.topic,
       substr(split_part(e.topic, '/_', 1), length(n.root) + 2) AS location,
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
          AND (f.ts > e.ts OR f.ts = e.ts AND f.id > e.id)
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
 WHERE p.below LIKE '\_analytics/alarm/%'
   AND e.payload ->> 'transition' = 'raised'
   AND e.payload ? 'occurrence';
COMMENT ON VIEW millrace.alarms IS
  'Each time an alarm was raised, as it stands after all corrections. Always give a span on raised.';
COMMENT ON COLUMN millrace.alarms.since IS 'When the reason for it began; raised is later by its delay.';
COMMENT ON COLUMN millrace.alarms.value IS 'What was compared when it was raised, as text.';
COMMENT ON COLUMN millrace.alarms.acknowledged IS
  'Null while nobody has, where nobody has to, and where it was raised again before anybody did.';
COMMENT ON COLUMN millrace.alarms.cleared IS 'When the reason was gone; null while the alarm lasts.';
COMMENT ON COLUMN millrace.alarms.duration IS 'From raised to cleared; null while the alarm lasts.';
COMMENT ON COLUMN millrace.alarms.state IS 'The last state of this occurrence: normal once it is over and seen to.';
