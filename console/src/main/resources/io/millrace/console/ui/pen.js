/** From a reduced history to what a pen draws. Pure; times are milliseconds since 1970. */

/**
 * @param trend answer of /api/trend
 * @returns runs: unbroken stretches of { t, v, min, max }; bad: spans [from, to] in which the value was bad; gaps: spans
 *   in which it was not delivered, with the reason; min, max
 */
export function draw(trend) {
  const from = Date.parse(trend.from);
  const to = Date.parse(trend.to);
  const length = (to - from) / trend.points;
  const runs = [];
  const bad = [];
  let run = [];
  let badSince = undefined;
  const gap = gapOf(trend, length);
  const close = () => {
    if (run.length) runs.push(run);
    run = [];
  };
  if (trend.before?.lastBad) badSince = from;
  else if (trend.before?.last !== undefined && trend.before?.last !== null) {
    const at = Date.parse(trend.before.lastTime ?? trend.before.start);
    run.push({ t: at, v: trend.before.last, min: trend.before.last, max: trend.before.last });
  }
  for (const bucket of trend.buckets) {
    const start = Date.parse(bucket.start);
    if (bucket.good > 0) {
      const first = Date.parse(bucket.firstTime);
      const last = Date.parse(bucket.lastTime);
      if (badSince !== undefined) {
        bad.push([badSince, first]);
        badSince = undefined;
      }
      const previous = run.at(-1);
      if (previous && first - previous.t > gap) close();
      run.push({ t: first, v: bucket.first, min: bucket.min, max: bucket.max });
      if (last > first) run.push({ t: last, v: bucket.last, min: bucket.min, max: bucket.max });
      if (bucket.bad > 0 && !bucket.lastBad) bad.push([start, Math.min(to, start + length)]);
      if (bucket.lastBad) {
        badSince = last;
        close();
      }
    } else if (bucket.bad > 0) {
      badSince ??= start;
      close();
    }
  }
  if (badSince !== undefined) bad.push([badSince, to]);
  const open = badSince !== undefined;
  close();
  const gaps = (trend.gaps ?? []).map((known) => ({ ...known, from: Date.parse(known.from), to: Date.parse(known.to) }));
  return { runs: runs.flatMap((stretch) => torn(stretch, gaps)), bad: merge(bad), gaps, open, gap, ...extent(runs) };
}

/**
 * Tears a run where a gap lies: the value holds until the gap begins, and the pen is set down again with the next
 * sample. The ends of a gap are received times, so it tears only what crosses most of it: what was delivered afterwards
 * for the time of the gap stays.
 */
function torn(run, gaps) {
  const pieces = [];
  let piece = [];
  for (const point of run) {
    const last = piece.at(-1);
    const crossed = last && gaps.find((known) => crosses(known, last.t, point.t));
    if (crossed) {
      if (crossed.from > last.t) piece.push({ t: crossed.from, v: last.v, min: last.v, max: last.v, held: true });
      pieces.push(piece);
      piece = [];
    }
    piece.push(point);
  }
  pieces.push(piece);
  return pieces;
}

function crosses(known, from, to) {
  const shared = Math.min(known.to, to) - Math.max(known.from, from);
  return shared > 0 && shared >= (known.to - known.from) / 2;
}

/** The gap a time lies in, if any. */
export function gapAt(drawn, time) {
  return drawn?.gaps?.find((known) => time >= known.from && time < known.to);
}

/**
 * How long a silence must be to count as a gap: far longer than the tag's own rhythm, for a tag that reports by
 * exception may well be silent for a while.
 */
function gapOf(trend, length) {
  const distances = [];
  let previous = undefined;
  for (const bucket of trend.buckets) {
    if (!(bucket.good > 0)) {
      previous = undefined;
      continue;
    }
    const first = Date.parse(bucket.firstTime);
    if (previous !== undefined) distances.push(first - previous);
    previous = Date.parse(bucket.lastTime);
  }
  if (distances.length < 4) return Infinity;
  distances.sort((a, b) => a - b);
  const median = distances[distances.length >> 1];
  return Math.max(8 * median, 3 * length, 15_000);
}

function merge(spans) {
  const merged = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last && span[0] <= last[1]) last[1] = Math.max(last[1], span[1]);
    else merged.push([...span]);
  }
  return merged;
}

function extent(runs) {
  let min = Infinity;
  let max = -Infinity;
  for (const run of runs) {
    for (const point of run) {
      min = Math.min(min, point.min);
      max = Math.max(max, point.max);
    }
  }
  return { min, max };
}

/** Adds what arrived live. Returns whether anything changed. */
export function append(drawn, time, value, isBad) {
  const run = drawn.runs.at(-1);
  const last = run?.at(-1)?.t ?? -Infinity;
  if (time <= last) return false;
  if (isBad) {
    if (!drawn.open) {
      drawn.bad.push([time, Infinity]);
      drawn.open = true;
    }
    return true;
  }
  const point = { t: time, v: value, min: value, max: value };
  if (drawn.open) {
    drawn.bad.at(-1)[1] = time;
    drawn.open = false;
    drawn.runs.push([point]);
  } else if (run && time - last <= drawn.gap) {
    run.push(point);
  } else {
    drawn.runs.push([point]);
  }
  drawn.min = Math.min(drawn.min, value);
  drawn.max = Math.max(drawn.max, value);
  return true;
}

/** What the pen showed at a time: the point before it, unless it lies in a gap. */
export function at(drawn, time) {
  for (const span of drawn.bad) {
    if (time >= span[0] && time < span[1]) return { bad: true };
  }
  for (let i = drawn.runs.length - 1; i >= 0; i--) {
    const run = drawn.runs[i];
    if (run[0].t > time) continue;
    let low = 0;
    let high = run.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (run[middle].t <= time) low = middle;
      else high = middle - 1;
    }
    const isLast = low === run.length - 1;
    if (isLast && (i < drawn.runs.length - 1 || drawn.gaps?.some((known) => time >= known.from && time < known.to && run[low].t <= known.from))) return undefined;
    return run[low];
  }
  return undefined;
}

/** A range with round ends, and the distance of its lines. */
export function niceRange(min, max, lines = 5) {
  if (!Number.isFinite(min) || !Number.isFinite(max)) return { min: 0, max: 1, interval: 0.25 };
  let low = min;
  let high = max;
  if (low === high) {
    const around = Math.max(Math.abs(low) * 0.01, 1e-6);
    low -= Number.isInteger(min) ? Math.max(1, around) : around;
    high += Number.isInteger(min) ? Math.max(1, around) : around;
  }
  const rough = ((high - low) * 1.1) / lines;
  const power = 10 ** Math.floor(Math.log10(rough));
  const interval = [1, 2, 2.5, 5, 10].map((step) => step * power).find((step) => step >= rough);
  return { min: Math.floor(low / interval) * interval, max: Math.ceil(high / interval) * interval, interval };
}
