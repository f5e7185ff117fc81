/** Codes and names of deliveries in the words of people. Pure. */

const REASONS = {
  'payload-unparsable': 'not readable',
  'payload-too-large': 'too large',
  'payload-wrong-type': 'wrong type of value',
  'payload-incomplete': 'payload incomplete',
  'record-undecodable': 'not readable',
  'topic-illegal': 'topic not allowed',
  'timestamp-out-of-range': 'time out of range',
  'older-than-retention': 'older than history is kept',
  'historian-refused': 'refused by the database',
  'value-refused': 'refused by the database',
  'ingest-fault': 'fault while reading',
  'ledger-fact-unparsable': 'entry of the ledger not readable',
  disconnected: 'disconnected',
  'missed-intervals': 'nothing published',
  'missed-polls': 'not read',
  'log-unavailable': 'log not available',
};

/** Why something was refused or is missing. */
export function reason(code) {
  return REASONS[code] ?? code.replaceAll('-', ' ');
}

/** mqtt:packing-gateway -> { name: 'packing-gateway', kind: 'MQTT client' } */
export function source(id) {
  if (id.startsWith('mqtt:')) return { name: id.slice(5) || 'without a name', kind: 'MQTT client' };
  if (id.startsWith('processor:')) return { name: id.slice(10), kind: 'processor' };
  if (id === 'kafka') return { name: 'kafka', kind: 'other writers of the log' };
  return { name: id, kind: 'connection' };
}

/** The part of a topic that all share with their neighbours, and the part that tells them apart. */
export function topic(path) {
  const parts = path.split('/');
  const contract = parts.findIndex((part) => part.startsWith('_'));
  const cut = contract < 0 ? parts.length - 1 : contract + 1;
  return { place: parts.slice(0, cut).join('/'), name: parts.slice(cut).join('/') };
}

/** The parts of what was received, in the order of the account. */
export const PARTS = [
  ['delivered', 'stored, each once'],
  ['duplicate', 'came again and had no second effect'],
  ['rejected', 'in the quarantine, with the reason'],
  ['shed', 'QoS 0 that could not be taken under overload'],
];

/** What the account says beside: part of delivered, and never received. */
export const BESIDE = [
  ['late', 'of the delivered: more than a minute after its own time'],
  ['corrected', 'of the delivered: took the place of what a processor had said before, or took it back'],
  ['lost', 'never came: holes in the numbering, missed intervals and polls'],
];

/** Adds up entries of the ledger. */
export function total(entries) {
  const sum = { received: 0, delivered: 0, duplicate: 0, rejected: 0, shed: 0, late: 0, corrected: 0, lost: 0 };
  for (const entry of entries) {
    for (const name of Object.keys(sum)) sum[name] += entry[name];
  }
  return { ...sum, missing: sum.received - sum.delivered - sum.duplicate - sum.rejected - sum.shed };
}
