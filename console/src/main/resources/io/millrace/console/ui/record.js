import { html, nothing } from 'lit';
import { live } from './stream.js';
import * as format from './format.js';

/** More of a payload is not for eyes. */
const SHOWN_TEXT = 20_000;
const SHOWN_BYTES = 1_024;

/** One record of the quarantine as it came: what it was, and all that is known of its way. */
export function recordDetail(record, actions) {
  const now = live.now();
  return html`<div class="record-detail">
    <section class="payload"><h3>Payload <small>${format.bytes(record.bytes)}${record.payload === undefined ? ', no text' : ''}</small>
        <button class="quiet" @click=${() => save(record)}>save</button></h3>
      <pre tabindex="0">${payload(record)}</pre></section>
    <section><h3>Record ${record.id}</h3>
      <dl class="fact">
        <dt>Reason</dt><dd>${record.sentence} <code class="muted">${record.code}</code></dd>
        <dt>Refused by</dt><dd>${record.hop}</dd>
        <dt>Attempts</dt><dd>${record.attempts}</dd>
        <dt>First seen</dt><dd>${format.moment(record.firstSeen, now)}</dd>
        ${record.quarantined === record.firstSeen ? nothing : html`<dt>Quarantined</dt><dd>${format.moment(record.quarantined, now)}</dd>`}
        ${record.resolvedBy ? html`<dt>${record.state === 'replayed' ? 'Replayed' : 'Discarded'}</dt><dd>by ${record.resolvedBy}, ${format.moment(record.resolvedAt, now)}</dd>` : nothing}
      </dl>
      <h3>Headers</h3>
      <dl class="headers">${Object.entries(record.headers ?? {}).map(([name, value]) => html`<dt>${name}</dt><dd>${value}${time(value)}</dd>`)}</dl>
    </section>
    ${actions}
  </div>`;
}

function payload(record) {
  if (record.payload === undefined) {
    const bytes = decoded(record);
    const rest = bytes.length - SHOWN_BYTES;
    return format.hex(bytes.slice(0, SHOWN_BYTES)) + (rest > 0 ? `\n… ${format.bytes(rest)} more` : '');
  }
  if (!record.payload) return html`<span class="muted">empty</span>`;
  return record.payload.length > SHOWN_TEXT ? `${record.payload.slice(0, SHOWN_TEXT)}\n… ${format.number(record.payload.length - SHOWN_TEXT)} characters more` : record.payload;
}

function decoded(record) {
  return Uint8Array.from(atob(record.payloadBase64 ?? ''), (character) => character.charCodeAt(0));
}

/** Microseconds since 1970 are for machines. */
function time(value) {
  return /^1\d{15}$/.test(value) ? html` <small class="note">${format.clock(Number(value) / 1000, true)}</small>` : nothing;
}

function save(record) {
  const data = record.payload === undefined ? decoded(record) : record.payload;
  const address = URL.createObjectURL(new Blob([data], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `quarantine-${record.id}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}
