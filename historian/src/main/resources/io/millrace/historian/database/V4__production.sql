-- What was planned, what was made and why not more, as tables of people; and what has to be computed again.

CREATE TABLE millrace.event_topic (
  topic text PRIMARY KEY,
  location text NOT NULL,
  name text NOT NULL,
  first_seen timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE millrace.event_topic IS 'One row per topic of business events, those below _analytics.';
COMMENT ON COLUMN millrace.event_topic.name IS 'What follows the contract in the topic, such as work-order/start.';

INSERT INTO millrace.event_topic (topic, location, name)
SELECT e.topic,
       substr(split_part(e.topic, '/_', 1), length(n.root) + 2),
       substr(p.below, strpos(p.below, '/') + 1)
  FROM (SELECT DISTINCT topic FROM millrace.event) e
 CROSS JOIN LATERAL (SELECT substr(e.topic, strpos(e.topic, '/_') + 1) AS below) p
 CROSS JOIN LATERAL (
       SELECT root
         FROM millrace.namespace
        WHERE starts_with(e.topic, root || '/')
        ORDER BY length(root) DESC
        LIMIT 1) n
 WHERE p.below LIKE '\_analytics/%';

-- Written by the sink in the transaction of the facts, taken by whoever computes figures. Only ever inserted and
-- deleted, so that neither waits for the other.
CREATE TABLE millrace.production_mark (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  first_ts timestamptz NOT NULL,
  last_ts timestamptz NOT NULL,
  corrected boolean NOT NULL
);
COMMENT ON TABLE millrace.production_mark IS
  'Facts that came late or were corrected, whose figures are still to be computed again.';

CREATE TABLE millrace.production_until (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  ts timestamptz NOT NULL,
  revision text NOT NULL
);
COMMENT ON TABLE millrace.production_until IS 'When figures were last computed of all that was going on.';
COMMENT ON COLUMN millrace.production_until.revision IS
  'Of what the site says about production; when it changes, all figures are computed again.';

CREATE TABLE millrace.product_type (
  location text NOT NULL,
  product text NOT NULL,
  ideal_cycle interval NOT NULL,
  PRIMARY KEY (location, product)
);
COMMENT ON TABLE millrace.product_type IS 'Products of a location, as they stand after all that was told.';
COMMENT ON COLUMN millrace.product_type.ideal_cycle IS 'How long one piece takes ideally.';

CREATE TABLE millrace.work_order (
  location text NOT NULL,
  "order" text NOT NULL,
  product text,
  quantity bigint,
  ideal_cycle interval,
  status text NOT NULL CHECK (status IN ('planned', 'running', 'stopped')),
  created timestamptz,
  planned_start timestamptz,
  planned_end timestamptz,
  started timestamptz,
  stopped timestamptz,
  PRIMARY KEY (location, "order")
);
COMMENT ON TABLE millrace.work_order IS 'Orders of a location, as they stand after all that was told.';
COMMENT ON COLUMN millrace.work_order.ideal_cycle IS 'How long one piece takes ideally, where the order says it itself.';
COMMENT ON COLUMN millrace.work_order.started IS 'When it was first started.';
COMMENT ON COLUMN millrace.work_order.stopped IS 'When it was last stopped; null while it runs.';

CREATE TABLE millrace.shift (
  location text NOT NULL,
  start timestamptz NOT NULL,
  "end" timestamptz NOT NULL,
  name text NOT NULL,
  day date NOT NULL,
  PRIMARY KEY (location, start)
);
COMMENT ON TABLE millrace.shift IS
  'Shifts as they were and as the calendar has them for the next week. Join with samples by start and end.';
COMMENT ON COLUMN millrace.shift.day IS 'The production day it belongs to: the one in which it begins.';

CREATE TABLE millrace.oee (
  location text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('hour', 'shift', 'day', 'order')),
  start timestamptz NOT NULL,
  name text NOT NULL,
  "end" timestamptz NOT NULL,
  day date NOT NULL,
  running boolean NOT NULL,
  availability numeric,
  performance numeric,
  quality numeric,
  oee numeric,
  absent text,
  remarks text[] NOT NULL,
  not_planned interval NOT NULL,
  planned_stop interval NOT NULL,
  unplanned_stop interval NOT NULL,
  changeover interval NOT NULL,
  microstop interval NOT NULL,
  unknown interval NOT NULL,
  production interval NOT NULL,
  ideal interval,
  ideal_good interval,
  count bigint NOT NULL,
  scrap bigint NOT NULL,
  unplanned_count bigint NOT NULL,
  correction integer NOT NULL DEFAULT 0,
  published integer NOT NULL DEFAULT -1,
  computed timestamptz NOT NULL,
  PRIMARY KEY (location, kind, start, name)
);
CREATE INDEX oee_start ON millrace.oee (start);
CREATE INDEX oee_unpublished ON millrace.oee (start) WHERE NOT running AND published < correction;
COMMENT ON TABLE millrace.oee IS
  'OEE of each hour, shift, day and order of a location, as it is by all facts known now. Times add up to the period.';
COMMENT ON COLUMN millrace.oee.name IS 'Of the shift or the order; the beginning of an hour; a day as a date.';
COMMENT ON COLUMN millrace.oee."end" IS 'Of the whole period; of an order that runs, the time it was computed.';
COMMENT ON COLUMN millrace.oee.running IS 'The period is not over: figures are of what has passed of it.';
COMMENT ON COLUMN millrace.oee.availability IS 'APT / PBT of ISO 22400-2; 0.5 is half. Null with the reason in absent.';
COMMENT ON COLUMN millrace.oee.performance IS 'Effectiveness of ISO 22400-2; above 1 where the ideal cycle time is not ideal.';
COMMENT ON COLUMN millrace.oee.quality IS 'Good pieces / all pieces.';
COMMENT ON COLUMN millrace.oee.absent IS 'Why a factor is null, as sentences.';
COMMENT ON COLUMN millrace.oee.remarks IS 'What a reader should know, as sentences.';
COMMENT ON COLUMN millrace.oee.not_planned IS 'No shift, or nothing to make.';
COMMENT ON COLUMN millrace.oee.unknown IS 'Planned, and nobody knows what the machine did.';
COMMENT ON COLUMN millrace.oee.ideal IS 'How long all pieces take ideally; null where an ideal cycle time is missing.';
COMMENT ON COLUMN millrace.oee.count IS 'All pieces of planned time, scrap included.';
COMMENT ON COLUMN millrace.oee.unplanned_count IS 'Pieces made when nothing was planned; not in count.';
COMMENT ON COLUMN millrace.oee.correction IS 'How often the figure changed after its period was over.';

CREATE TABLE millrace.oee_history (
  LIKE millrace.oee INCLUDING COMMENTS,
  replaced timestamptz NOT NULL,
  withdrawn integer,
  PRIMARY KEY (location, kind, start, name, correction)
);
CREATE INDEX oee_history_untold ON millrace.oee_history (replaced) WHERE published >= 0 AND published < withdrawn;
COMMENT ON TABLE millrace.oee_history IS
  'Figures of periods that were over, before a late fact or a correction changed them or did away with the period.';
COMMENT ON COLUMN millrace.oee_history.replaced IS 'When another figure took its place.';
COMMENT ON COLUMN millrace.oee_history.withdrawn IS
  'Number under which it was taken back, as no such shift or order is left; null where another figure took its place.';
