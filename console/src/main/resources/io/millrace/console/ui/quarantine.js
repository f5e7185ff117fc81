import { html, nothing } from 'lit';
import { Element } from './element.js';
import { get, post } from './api.js';
import { live } from './stream.js';
import { mark } from './mark.js';
import { chevron, walk } from './ledger.js';
import { recordDetail } from './record.js';
import * as route from './route.js';
import * as format from './format.js';
import * as words from './words.js';

const PAGE = 50;
const OFTEN = 3_000;
const STATES = { open: 'Open', replayed: 'Replayed', discarded: 'Discarded', all: 'All' };
const MARKS = { open: 'uncertain', replayed: 'good', discarded: 'idle' };

/** What could not be used, with its reason, until somebody replays or discards it. Event: `show`. */
export class Quarantine extends Element {
  static properties = { state: {}, reason: {}, hop: {}, record: {}, codes: {}, rejected: {} };

  constructor() {
    super();
    this.codes = [];
    this.rejected = 0;
    this.#forget();
  }

  #forget() {
    this.records = undefined;
    this.more = false;
    this.problem = undefined;
    /** What was ended here: it stays in sight with its sentence until one looks elsewhere. */
    this.ended = new Map();
    this.notes = new Map();
  }

  connectedCallback() {
    super.connectedCallback();
    this.asking = setInterval(() => this.#ask(), OFTEN);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.asking);
  }

  willUpdate(changes) {
    if (changes.has('state') || changes.has('reason') || changes.has('hop')) {
      this.#forget();
      this.#ask();
    }
    if (changes.has('record')) {
      this.whole = undefined;
      this.wholeProblem = undefined;
      this.confirming = false;
      this.#askWhole();
    }
  }

  get #query() {
    return { state: this.state, code: this.reason, hop: this.hop };
  }

  #isStill(query) {
    return query.state === this.state && query.code === this.reason && query.hop === this.hop;
  }

  /** Asks for the newest page; what was read on before stays below it. */
  async #ask() {
    if (document.hidden || this.reading) return;
    const query = this.#query;
    try {
      const page = await get('/api/quarantine', { ...query, limit: PAGE });
      if (!this.#isStill(query)) return;
      const last = page.more ? page.records.at(-1).id : -1;
      const fresh = new Set(page.records.map((record) => record.id));
      const kept = (this.records ?? []).filter((record) => !fresh.has(record.id) && (record.id < last || this.ended.has(record.id)));
      this.more = page.more && kept.some((record) => record.id < last) ? this.more : page.more;
      this.records = [...page.records, ...kept].sort((a, b) => b.id - a.id);
      this.open = page.open;
      this.problem = undefined;
      this.dispatchEvent(new CustomEvent('open-count', { detail: page.open, bubbles: true }));
    } catch (problem) {
      this.problem = problem;
    }
    this.requestUpdate();
  }

  async #readOn() {
    const query = this.#query;
    this.reading = true;
    this.requestUpdate();
    try {
      const page = await get('/api/quarantine', { ...query, limit: PAGE, before: this.records.at(-1).id });
      if (this.#isStill(query)) {
        this.records = [...this.records, ...page.records];
        this.more = page.more;
      }
    } catch (problem) {
      this.problem = problem;
    }
    this.reading = false;
    this.requestUpdate();
  }

  async #askWhole() {
    const id = this.record;
    if (id === undefined) return;
    try {
      const whole = await get(`/api/quarantine/${id}`);
      if (id === this.record) this.whole = whole;
    } catch (problem) {
      if (id === this.record) this.wholeProblem = problem;
    }
    this.requestUpdate();
  }

  async #end(record, action) {
    this.busy = action;
    this.confirming = false;
    this.requestUpdate();
    try {
      const answer = await post(`/api/quarantine/${record.id}/${action}`);
      this.ended.set(record.id, action === 'replay' ? 'replayed' : 'discarded');
      const good = action === 'discard' || answer.accepted;
      this.notes.set(record.id, { good, sentence: good ? answer.sentence : `Refused again, and back in the quarantine: ${answer.sentence}` });
    } catch (problem) {
      this.notes.set(record.id, { good: false, sentence: `${problem.detail} ${problem.remedy}` });
    }
    this.busy = undefined;
    this.requestUpdate();
    this.#ask();
    if (record.id === this.record) this.#askWhole();
    // The buttons are gone: the keyboard goes on from the row.
    await this.updateComplete;
    this.querySelector(`tr[data-id="${record.id}"] .toggle`)?.focus();
  }

  #show(change) {
    this.dispatchEvent(new CustomEvent('show', { detail: change, bubbles: true }));
  }

  #toggle(record) {
    this.#show({ record: record.id === this.record ? undefined : record.id });
  }

  #key(event) {
    if (event.key === 'Escape' && (this.confirming || this.record !== undefined)) {
      event.stopPropagation();
      if (this.confirming) {
        this.confirming = false;
        this.requestUpdate();
      } else {
        this.#show({ record: undefined });
      }
    } else {
      walk(event);
    }
  }

  #stateOf(record) {
    return record.state === 'open' ? this.ended.get(record.id) ?? 'open' : record.state;
  }

  // ---- drawing

  render() {
    const rows = this.#rows();
    return html`<section class="quarantine">
      <header><h2>Quarantine <small>${this.open === undefined ? '' : this.open ? html`<b>${format.number(this.open)}</b> open` : 'nothing open'}</small></h2>
        <span class="spring"></span>
        <label class="pick"><span class="muted">Reason</span>
          <select @change=${(event) => this.#show({ reason: event.target.value || undefined, record: undefined })}>
            <option value="" .selected=${!this.reason}>any</option>
            ${this.#codes().map((code) => html`<option value=${code} .selected=${code === this.reason}>${words.reason(code)}</option>`)}
          </select></label>
        <label class="pick"><span class="muted">By</span>
          <select @change=${(event) => this.#show({ hop: event.target.value || undefined, record: undefined })}>
            <option value="" .selected=${!this.hop}>anyone</option>
            ${this.#hops().map((hop) => html`<option value=${hop} .selected=${hop === this.hop}>${hop.replace('processor:', 'processor ')}</option>`)}
          </select></label>
        <div class="ranges" role="group" aria-label="State">${Object.entries(STATES).map(([state, label]) => html`
          <button aria-pressed=${state === this.state} @click=${() => this.#show({ state, record: undefined })}>${label}</button>`)}</div>
      </header>
      ${this.problem ? html`<p class="problem">${this.problem.detail} ${this.problem.remedy}</p>` : nothing}
      ${!this.records ? nothing : rows.length ? html`<div class="table-scroll"><table>
        <thead><tr><th>Reason</th><th>Topic</th><th>Source</th><th class="right">Attempts</th><th class="right">First seen</th><th>State</th></tr></thead>
        <tbody @keydown=${(event) => this.#key(event)}>${rows.map((record) => this.#row(record))}</tbody>
      </table></div>` : this.#nothing()}
      ${this.more ? html`<button class="act load" ?disabled=${this.reading} @click=${() => this.#readOn()}>${this.reading ? 'Reading…' : 'Load more'}</button>` : nothing}
    </section>`;
  }

  /** With the record one came for, even where the list does not hold it. */
  #rows() {
    const rows = this.records ?? [];
    const whole = this.whole;
    return whole && whole.id === this.record && !rows.some((record) => record.id === whole.id) ? [whole, ...rows] : rows;
  }

  #codes() {
    return [...new Set([...this.codes, ...(this.records ?? []).map((record) => record.code), ...(this.reason ? [this.reason] : [])])].sort();
  }

  #hops() {
    return [...new Set([...(this.records ?? []).map((record) => record.hop), ...(this.hop ? [this.hop] : [])])].sort();
  }

  #nothing() {
    const filtered = this.reason !== undefined || this.hop !== undefined || this.state === 'replayed' || this.state === 'discarded';
    const all = html`<button class="quiet link" @click=${() => this.#show({ state: 'all', reason: undefined, hop: undefined })}>Show all</button>`;
    if (filtered) return html`<p class="none">No record is of this kind. ${all}</p>`;
    if (this.state === 'open' && this.rejected) {
      return html`<p class="none">${mark('good')}Nothing waits. All that was refused has been replayed or discarded. ${all}</p>`;
    }
    return html`<p class="none">${mark('good')}Nothing was refused so far.</p>`;
  }

  #row(record) {
    const isOpen = record.id === this.record;
    const state = this.#stateOf(record);
    const { name, kind } = words.source(record.source);
    const topic = words.topic(record.topic);
    const seen = Date.parse(record.firstSeen);
    const note = this.notes.get(record.id);
    return html`<tr class="record ${state} ${isOpen ? 'shown' : ''}" data-id=${record.id} @click=${() => this.#toggle(record)}>
        <td class="why"><button class="toggle" aria-expanded=${isOpen} @click=${(event) => { event.stopPropagation(); this.#toggle(record); }}>
          ${chevron(isOpen)}<b>${words.reason(record.code)}</b></button><p title=${record.sentence}>${record.sentence}</p></td>
        <td class="on" title=${record.topic}><a href=${route.format({ topic: record.topic })} @click=${(event) => event.stopPropagation()}>
          <span class="name">${topic.name}</span><span class="place">${topic.place}</span></a></td>
        <td class="from">${name}<small class="note">${kind}</small></td>
        <td class="right">${record.attempts}</td>
        <td class="right age" title=${`${format.date(seen)} ${format.clock(seen)}`}>${format.age(live.now() - seen)}</td>
        <td class="ending"><span class="state ${state}">${mark(MARKS[state], state)}${state}</span>
          ${record.resolvedBy ? html`<small class="note">by ${record.resolvedBy}, ${format.age(live.now() - Date.parse(record.resolvedAt))} ago</small>` : nothing}</td>
      </tr>
      ${note ? html`<tr class="said"><td colspan="6"><p class="result ${note.good ? 'good' : 'bad'}" role="status">${mark(note.good ? 'good' : 'bad')}${note.sentence}</p></td></tr>` : nothing}
      ${isOpen ? html`<tr class="whole"><td colspan="6">${this.wholeProblem
        ? html`<p class="problem">${this.wholeProblem.detail} ${this.wholeProblem.remedy}</p>`
        : this.whole ? recordDetail(this.whole, state === 'open' ? this.#actions(record) : nothing) : nothing}</td></tr>` : nothing}`;
  }

  #actions(record) {
    if (this.confirming) {
      return html`<div class="actions confirm" role="alertdialog" aria-label="Discard this record?"><span>Discard it for good?
          It is not delivered; it stays to be seen under Discarded.</span>
        <button class="act danger" @click=${() => this.#end(record, 'discard')}>Discard</button>
        <button class="act" @click=${() => this.#confirm(false)}>Keep</button></div>`;
    }
    return html`<div class="actions">
      <button class="act primary" ?disabled=${this.busy} title="Judge it anew, and deliver it when it passes now" @click=${() => this.#end(record, 'replay')}>
        ${this.busy === 'replay' ? 'Replaying…' : 'Replay'}</button>
      <button class="act" ?disabled=${this.busy} @click=${() => this.#confirm(true)}>${this.busy === 'discard' ? 'Discarding…' : 'Discard…'}</button>
      <span class="muted">A replay keeps the identity: what is delivered already is not delivered twice.</span></div>`;
  }

  async #confirm(now) {
    this.confirming = now;
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector(now ? '.confirm .act:last-of-type' : '.actions .act:last-of-type')?.focus();
  }
}

customElements.define('mr-quarantine', Quarantine);
