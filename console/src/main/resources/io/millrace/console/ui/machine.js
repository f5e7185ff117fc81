/** What a machine was doing, in the groups that are told apart by colour. Pure. */

/** In the order of the legend. The colour says what the machine did; how a site counts it is the waterfall's affair. */
export const GROUPS = {
  running: 'running',
  slow: 'slow',
  stopped: 'stopped',
  fault: 'fault',
  microstop: 'microstop',
  changeover: 'changeover, setup',
  planned: 'break, cleaning, maintenance',
  idle: 'no shift, no order',
  unknown: 'unknown',
};

const WORDS = {
  running: 'running', slow: 'slow',
  stopped: 'stopped', idle: 'stopped', starved: 'stopped', blocked: 'stopped', waiting: 'stopped', unattended: 'stopped',
  fault: 'fault', 'external-fault': 'fault',
  changeover: 'changeover', setup: 'changeover',
  cleaning: 'planned', break: 'planned', maintenance: 'planned',
  'no-shift': 'idle', 'no-order': 'idle',
};

/** The codes of the United Manufacturing Hub by their ten thousands. */
const CODES = ['', 'running', 'slow', 'unknown', 'stopped', 'stopped', 'stopped', 'stopped', 'stopped', 'stopped', 'changeover', 'planned',
  'planned', 'changeover', 'stopped', 'planned', 'idle', 'idle', 'fault', 'fault', 'fault', 'planned', 'fault'];

const MICROSTOP = 50_000;

export function group({ state, code, microstop = false }) {
  const number = Number(code ?? state);
  const known = WORDS[state] ?? (CODES[Math.floor(number / 10_000)] || 'unknown');
  const short = microstop || number === MICROSTOP;
  return short && (known === 'stopped' || known === 'fault') ? 'microstop' : known;
}
