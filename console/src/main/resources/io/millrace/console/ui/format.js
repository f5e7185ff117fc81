/** How values, qualities and times are written. Pure. */

const THIN = '\u202f';
const decimalsSeen = new Map();

/** Digits in groups of three from five digits on, as on a good instrument. */
function grouped(digits) {
  const [whole, fraction] = digits.split('.');
  const sign = whole.startsWith('-') ? '\u2212' : '';
  const bare = whole.replace('-', '');
  const parts = bare.length > 4 ? bare.replace(/\B(?=(\d{3})+(?!\d))/g, THIN) : bare;
  return sign + parts + (fraction ? `.${fraction}` : '');
}

export function number(value, decimals) {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e12 || size < 1e-4)) return value.toExponential(4).replace('-', '\u2212');
  return grouped(decimals === undefined ? String(Number(value.toPrecision(7))) : value.toFixed(decimals));
}

/** The value as people read it; a tag keeps as many decimals as it has ever shown, so that figures do not jump. */
export function value(view) {
  if (!view || view.severity === 'waiting') return '–';
  if (view.kind === 'event') return summary(view.text);
  if (view.kind === 'raw') return compact(view.text);
  if (view.value === undefined) return '–';
  if (view.type === 'boolean') return view.value ? 'true' : 'false';
  if (view.type === 'text') return view.value;
  if (view.type === 'integer') return view.text ? grouped(view.text) : grouped(String(view.value));
  return number(view.value, decimalsOf(view.topic, view.value));
}

function decimalsOf(topic, value) {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e12 || size < 1e-4)) return undefined;
  const text = String(Number(value.toPrecision(7)));
  const here = text.includes('e') ? 4 : Math.min(4, (text.split('.')[1] ?? '').length);
  const most = Math.max(here, decimalsSeen.get(topic) ?? 0);
  decimalsSeen.set(topic, most);
  return most;
}

function compact(text) {
  return (text ?? '').replace(/\s+/g, ' ');
}

/** What an event says besides when: {"timestamp_ms":…,"count":4,"scrap":0} -> count 4 · scrap 0 */
export function summary(text) {
  let event;
  try {
    event = JSON.parse(text);
  } catch {
    return compact(text);
  }
  const parts = Object.entries(event).filter(([name]) => name !== 'timestamp_ms' && name !== 'timestamp_us' && name !== 'id')
    .map(([name, part]) => `${name} ${typeof part === 'object' ? JSON.stringify(part) : part}`);
  return parts.length ? parts.join(' · ') : compact(text);
}

export function isNumeric(view) {
  return view?.kind === 'sample' && (view.type === 'number' || view.type === 'integer' || view.type === 'boolean');
}

/** Bad_NoCommunication -> { severity: 'Bad', words: 'no communication' } */
export function quality(name) {
  if (!name) return { severity: 'Waiting', words: 'nothing received yet' };
  const [severity, rest] = name.split('_');
  const words = (rest ?? '').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return { severity, words };
}

const MEANINGS = {
  Bad_NoCommunication: 'The device cannot be reached. The value is not known.',
  Bad_NotConnected: 'The connection is not up. The value is not known.',
  Bad_Timeout: 'The device did not answer in time.',
  Bad_WaitingForInitialData: 'The connection has just begun; no value has come yet.',
  Bad_NodeIdUnknown: 'The device knows no such address. Check the address of this tag.',
  Bad_NodeIdInvalid: 'The address is not a legal one. Check the address of this tag.',
  Bad_NotReadable: 'The device does not allow this address to be read.',
  Bad_OutOfRange: 'The device sent something that is no number within its range.',
  Bad_TypeMismatch: 'The device sent another type than the tag is configured for.',
  Bad_ConfigurationError: 'The tag or the device is not configured correctly.',
  Bad_DeviceFailure: 'The device reports that it has failed.',
  Bad_SensorFailure: 'The device reports that the sensor has failed.',
  Bad_OutOfService: 'The device says that this value is out of service.',
  Bad_NoData: 'There is no data for this tag.',
  Uncertain_LastUsableValue: 'This is the last value that could be used; it is no longer renewed.',
  Uncertain_NoCommunicationLastUsableValue: 'Communication is lost; this is the last value that could be used.',
  Uncertain_SensorNotAccurate: 'The sensor is at a limit or out of calibration.',
  Uncertain_EngineeringUnitsExceeded: 'The value lies outside the range of its unit.',
  Uncertain_SubstituteValue: 'Somebody or something entered this value by hand.',
  Uncertain_InitialValue: 'The device has not measured yet; this is its initial value.',
};

export function meaning(name) {
  if (!name) return 'The tag is configured, and nothing has arrived on its topic since the hub knows it.';
  if (MEANINGS[name]) return MEANINGS[name];
  const { severity } = quality(name);
  if (severity === 'Bad') return 'The value must not be used.';
  if (severity === 'Uncertain') return 'The value may not be right.';
  return '';
}

const pad = (n, width = 2) => String(n).padStart(width, '0');

export function clock(millis, withMillis = false) {
  const time = new Date(millis);
  const text = `${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}`;
  return withMillis ? `${text}.${pad(time.getMilliseconds(), 3)}` : text;
}

export function date(millis) {
  const time = new Date(millis);
  return `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`;
}

/** The time of day, with the date unless it is today. */
export function moment(iso, nowMillis, withMillis = true) {
  const millis = Date.parse(iso);
  const day = date(millis);
  return day === date(nowMillis) ? clock(millis, withMillis) : `${day} ${clock(millis)}`;
}

/** How long ago, short enough for a column. */
export function age(millis) {
  const seconds = millis / 1000;
  if (seconds < -5) return `−${span(-seconds)}`;
  return span(Math.max(0, seconds));
}

function span(seconds) {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}

/** How long, in words with two parts. */
export function duration(millis) {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86400)} d ${Math.floor((seconds % 86400) / 3600)} h`;
}

/** A small distance between two hops. */
export function delta(millis) {
  if (Math.abs(millis) < 1) return `${millis < 0 ? '−' : '+'}${Math.abs(millis).toFixed(1)} ms`;
  if (Math.abs(millis) < 1000) return `${millis < 0 ? '−' : '+'}${Math.round(Math.abs(millis))} ms`;
  return `${millis < 0 ? '−' : '+'}${span(Math.abs(millis) / 1000)}`;
}

/** Milliseconds since 1970 with their fraction: Date.parse drops what is below a millisecond. */
export function micros(iso) {
  const fraction = /\.(\d+)Z$/.exec(iso)?.[1] ?? '';
  const rest = fraction.length > 3 ? Number(`0.${fraction.slice(3)}`) : 0;
  return Date.parse(iso) + rest;
}

/** How long something took, in the unit that suits it: 340 µs, 14.3 ms, 1.21 s. */
export function took(millis) {
  const sign = millis < 0 ? '\u2212' : '';
  const size = Math.abs(millis);
  if (size === 0) return '0 µs';
  if (size < 0.9995) return `${sign}${Math.round(size * 1000)} µs`;
  if (size < 999.5) return `${sign}${size < 99.95 ? size.toFixed(1) : Math.round(size)} ms`;
  if (size < 60_000) return `${sign}${(size / 1000).toFixed(2)} s`;
  return `${sign}${duration(size)}`;
}

export function bytes(count) {
  if (count < 1024) return `${count} B`;
  return count < 1_048_576 ? `${(count / 1024).toFixed(1)} KiB` : `${(count / 1_048_576).toFixed(1)} MiB`;
}

/** Bytes as places, hexadecimal digits and what of them can be read. */
export function hex(data) {
  const lines = [];
  for (let at = 0; at < data.length; at += 16) {
    const row = [...data.slice(at, at + 16)];
    const digits = row.map((byte, i) => byte.toString(16).padStart(2, '0') + (i === 7 ? ' ' : '')).join(' ');
    const text = row.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·')).join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${digits.padEnd(48)}  ${text}`);
  }
  return lines.join('\n');
}
