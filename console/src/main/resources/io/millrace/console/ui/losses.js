import * as format from './format.js';

/** From the time of a period down to that of good pieces. Pure. */

const LOSSES = {
  'not-planned': ['not planned', 'idle'],
  'planned-stop': ['planned stops', 'planned'],
  'unplanned-stop': ['unplanned stops', 'stopped'],
  changeover: ['changeover', 'changeover'],
  microstop: ['microstops', 'microstop'],
  unknown: ['unknown', 'unknown'],
  speed: ['speed', 'slow'],
  scrap: ['scrap', 'scrap'],
};

/** After which loss what is left has a name of its own. */
const LEVELS = { 'planned-stop': 'planned time', unknown: 'producing', scrap: 'good pieces' };

/** Nobody asks why a break was no production. */
const EXPECTED = ['not-planned', 'planned-stop'];

/** The time that one piece takes ideally, as the pieces of this figure were; undefined where it is not known. */
export function cycle(figure) {
  const speed = figure.waterfall.find(({ loss }) => loss === 'speed');
  return speed && figure.count > 0 && speed.left > 0 ? speed.left / figure.count : undefined;
}

/** { name, colour, from, to, ms, pieces, level } from the top of the waterfall to its foot; what is nothing is left out. */
export function steps(figure) {
  const each = cycle(figure);
  const first = figure.waterfall[0];
  if (!first) return [];
  const whole = first.left + first.ms;
  const rows = [level(figure.running ? `${figure.kind}, so far` : figure.kind, whole, each)];
  for (const { loss, ms, left } of figure.waterfall) {
    const [name, colour] = LOSSES[loss] ?? [loss, 'unknown'];
    if (ms !== 0) {
      const pieces = loss === 'scrap' ? figure.scrap : each === undefined ? undefined : ms / each;
      rows.push({ name, colour, from: Math.min(left, left + ms), to: Math.max(left, left + ms), ms, pieces, loss });
    }
    if (LEVELS[loss]) rows.push(loss === 'scrap' ? { ...level(LEVELS[loss], left, each), pieces: figure.count - figure.scrap, colour: 'running', last: true } : level(LEVELS[loss], left, each));
  }
  return rows;
}

function level(name, left, each) {
  return { name, colour: 'level', from: 0, to: Math.max(0, left), ms: left, pieces: each === undefined ? undefined : left / each, level: true };
}

/** The greatest losses that were not planned. */
export function greatest(figure, count) {
  return steps(figure).filter(({ loss, ms }) => loss && !EXPECTED.includes(loss) && ms > 0)
    .sort((a, b) => b.ms - a.ms).slice(0, count);
}

/** Losses that were none at all. */
export function none(figure) {
  return figure.waterfall.filter(({ ms }) => ms === 0).map(({ loss }) => LOSSES[loss]?.[0] ?? loss);
}

/** The stops of a span with the share that they and all longer ones have; the shortest are put together. */
export function pareto(stops, most) {
  const sum = stops.reduce((total, { ms }) => total + ms, 0);
  const shown = stops.length > most ? stops.slice(0, most - 1) : stops;
  const rest = stops.slice(shown.length);
  const rows = [...shown];
  if (rest.length) rows.push({ rest: rest.length, state: '', times: rest.reduce((total, { times }) => total + times, 0), ms: rest.reduce((total, { ms }) => total + ms, 0) });
  let before = 0;
  return rows.map((row) => {
    before += row.ms;
    return { ...row, share: sum ? before / sum : 0 };
  });
}

/** A length of time in minutes, as people speak of shifts. */
export function minutes(millis) {
  const sign = millis < 0 ? '\u2212' : '';
  const size = Math.abs(millis);
  if (size < 60_000) return `${sign}${Math.round(size / 1000)} s`;
  const whole = size / 60_000;
  if (whole >= 6_000) return `${sign}${format.number(Math.round(whole / 60))} h`;
  return `${sign}${format.number(whole, whole < 10 && whole % 1 > 0.05 ? 1 : 0)} min`;
}

export function percent(share) {
  return share === undefined ? '–' : `${(share * 100).toFixed(1)} %`;
}
