import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Element } from './element.js';
import { get, post } from './api.js';
import { live } from './stream.js';
import { mark } from './mark.js';
import { chevron, walk } from './ledger.js';
import * as route from './route.js';
import * as format from './format.js';

const OFTEN = 3_000;
const ALARMS = 1_000;
const RECENT = 100;
const COLUMNS = 7;
/** So many alarms of before the recent ones are asked for one by one, for their value and limit. */
const OLDER = 20;
const SEVERITIES = { critical: 'bad', high: 'high', medium: 'uncertain', low: 'waiting' };
const STATES = {
  unacknowledged: 'nobody sees to it', acknowledged: 'seen to', returned: 'over, nobody saw to it',
  latched: 'over, held until it is reset', 'latched-acknowledged': 'over, to be reset',
  shelved: 'shelved', suppressed: 'suppressed by design', 'out-of-service': 'out of service', normal: 'normal',
};
const DONE = { acknowledge: 'acknowledged', shelve: 'shelved', unshelve: 'unshelved', reset: 'reset', 'in-service': 'put back into service', unsuppress: 'no longer suppressed' };
const LENGTHS = { '15min': '15 min', '1h': '1 h', '2h': '2 h', '8h': '8 h' };
/** B, D and E of ISA-18.2 wait for somebody. */
const WAITING = 'BDE';

/** How many alarms of a board nobody has acknowledged. */
export function unacknowledged(alarms) {
  return alarms.filter(({ letter }) => WAITING.includes(letter)).length;
}

/** What is wrong now, what was put aside, and what was raised lately. Events: `show`, `unacknowledged`. */
export class Alarms extends Element {
  static properties = { open: {} };

  constructor() {
    super();
    this.board = undefined;
    this.aside = [];
    this.recent = undefined;
    this.problem = undefined;
    this.busy = undefined;
    this.shelving = false;
    /** What was done last, and to which alarm. */
    this.said = undefined;
    this.older = new Map();
  }

  connectedCallback() {
    super.connectedCallback();
    this.#ask();
    this.asking = setInterval(() => this.#ask(), OFTEN);
    this.ticking = setInterval(() => this.requestUpdate(), 1_000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.asking);
    clearInterval(this.ticking);
  }

  willUpdate(changes) {
    if (changes.has('open')) this.shelving = false;
  }

  async #ask() {
    if (document.hidden) return;
    try {
      const board = await get('/api/alarms', { state: 'open', limit: ALARMS });
      const aside = await get('/api/alarms', { state: 'aside', limit: ALARMS });
      const recent = await get('/api/alarms/raised', { from: '-24h', limit: RECENT });
      this.board = board;
      this.aside = aside;
      this.recent = recent;
      this.problem = undefined;
      this.dispatchEvent(new CustomEvent('unacknowledged', { detail: { count: unacknowledged(board.alarms), more: board.more }, bubbles: true }));
      await this.#askOlder();
    } catch (problem) {
      this.problem = problem;
    }
    this.requestUpdate();
  }

  /** How alarms stand says nothing of the value they were raised by; what was raised does. */
  async #askOlder() {
    const missing = this.board.alarms.filter((alarm) => alarm.raised && !this.#occurrence(alarm)).slice(0, OLDER);
    if (this.older.size > ALARMS) this.older.clear();
    for (const { topic, location, raised } of missing) {
      const to = new Date(Date.parse(raised) + 1_000).toISOString();
      const { occurrences } = await get('/api/alarms/raised', { from: raised, to, location });
      this.older.set(`${topic} ${raised}`, occurrences.find((one) => one.topic === topic && one.raised === raised) ?? {});
    }
  }

  #occurrence({ topic, raised }) {
    return this.recent?.occurrences.find((one) => one.topic === topic && one.raised === raised) ?? this.older.get(`${topic} ${raised}`);
  }

  async #act(alarm, action, more = {}) {
    const comment = alarm.topic === this.open ? this.querySelector('.acting input')?.value.trim() : '';
    this.busy = action;
    this.requestUpdate();
    const name = `${alarm.alarm} at ${alarm.location}`;
    try {
      const { by } = await post(`/api/alarms/${action}`, { topics: [alarm.topic], ...(comment ? { comment } : {}), ...more });
      this.said = { good: true, sentence: `${name}: ${DONE[action]}${more.for ? ` for ${LENGTHS[more.for]}` : ''} by ${by}. The list follows in a moment.` };
      if (alarm.topic === this.open) this.#show({ alarm: undefined });
    } catch (problem) {
      this.said = { good: false, sentence: `${name}: ${problem.detail} ${problem.remedy}` };
    }
    this.busy = undefined;
    this.shelving = false;
    this.requestUpdate();
    await this.#ask();
    await this.updateComplete;
    // The button may be gone: the keyboard goes on from the row.
    if (document.activeElement === document.body) this.querySelector(`tr[data-topic="${CSS.escape(alarm.topic)}"] .toggle`)?.focus();
  }

  #show(change) {
    this.dispatchEvent(new CustomEvent('show', { detail: change, bubbles: true }));
  }

  #toggle({ topic }) {
    this.#show({ alarm: topic === this.open ? undefined : topic });
  }

  #key(event) {
    if (event.key === 'Escape' && (this.shelving || this.open)) {
      event.stopPropagation();
      if (this.shelving) this.#shelving(false);
      else this.#show({ alarm: undefined });
    } else {
      walk(event);
    }
  }

  async #shelving(now) {
    this.shelving = now;
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector(now ? '.acting input' : '.acting .act')?.focus();
  }

  // ---- drawing

  render() {
    const { board } = this;
    if (!board) return html`<div class="room">${this.problem ? this.#failed(this.problem) : nothing}</div>`;
    const waiting = board.alarms.filter(({ letter }) => WAITING.includes(letter));
    return html`<div class="room alarms ${this.problem ? 'old' : ''}">
      <header><h1>Alarms <small>${board.alarms.length ? html`${board.more ? 'more than ' : ''}${format.number(board.alarms.length)} open${waiting.length
          ? html`, <b class="bad">${format.number(waiting.length)} that nobody sees to</b>` : ''}` : 'none is open'}</small></h1>
        <span class="spring"></span>
        <span class="muted">${format.number(board.raisedInTenMinutes)} raised in the last ten minutes</span></header>
      ${this.problem ? this.#failed(this.problem) : nothing}
      ${board.flood ? html`<p class="flood" role="status">${mark('bad')}<b>Flood.</b> <span>${format.number(board.raisedInTenMinutes)} alarms were raised in the last ten
        minutes; more than ten are more than one person can see to (ISA-18.2). The worst stand first.</span></p>` : nothing}
      ${this.said ? html`<p class="result said ${this.said.good ? 'good' : 'bad'}" role="status">${mark(this.said.good ? 'good' : 'bad')}${this.said.sentence}</p>` : nothing}
      ${board.alarms.length ? this.#standing(board.alarms, board.more, 'Open alarms') : html`<p class="none boxed">${mark('good')}Nothing is wrong, as far as alarms tell.</p>`}
      ${this.aside.alarms.length ? html`<h2>Put aside <small>watched, and not raised meanwhile</small></h2>
        ${this.#standing(this.aside.alarms, this.aside.more, 'Alarms that are put aside')}` : nothing}
      <h2>Raised lately <small>in the last 24 hours, the newest first</small></h2>
      ${this.#raised()}
    </div>`;
  }

  #failed(problem) {
    return html`<p class="problem">${problem.detail} ${problem.remedy}</p>`;
  }

  #standing(alarms, more, label) {
    return html`<div class="table-scroll"><table aria-label=${label}>
      <thead><tr><th>Severity</th><th>Alarm</th><th class="right">Value</th><th class="right">Limit</th><th>State</th><th class="right">Since</th><th></th></tr></thead>
      <tbody @keydown=${(event) => this.#key(event)}>${repeat(alarms, ({ topic }) => topic, (alarm) => this.#row(alarm))}</tbody></table></div>
      ${more ? html`<p class="muted">These are the ${format.number(ALARMS)} worst; <code>millrace alarms list</code> has all.</p>` : nothing}`;
  }

  #row(alarm) {
    const now = live.now();
    const isOpen = alarm.topic === this.open;
    const occurrence = this.#occurrence(alarm);
    const since = alarm.raised ?? alarm.changed;
    const waits = WAITING.includes(alarm.letter);
    return html`<tr class="alarm ${waits ? 'waits' : ''} ${isOpen ? 'shown' : ''}" data-topic=${alarm.topic} @click=${() => this.#toggle(alarm)}>
        <td><span class="severity ${alarm.severity}">${mark(SEVERITIES[alarm.severity] ?? 'uncertain', alarm.severity)}${alarm.severity}</span></td>
        <td class="which"><button class="toggle" aria-expanded=${isOpen} @click=${(event) => { event.stopPropagation(); this.#toggle(alarm); }}>
            ${chevron(isOpen)}<b>${alarm.alarm}</b></button> <small class="note">${alarm.location}</small>
          ${alarm.message ? html`<p>${alarm.message}</p>` : nothing}</td>
        ${figures(occurrence)}
        <td class="how"><span class="state ${alarm.state}">${alarm.letter} <span>${STATES[alarm.state] ?? alarm.state}</span></span>${who(alarm, occurrence, now)}</td>
        <td class="right" title=${format.moment(since, now, false)}>${format.duration(now - Date.parse(since))}</td>
        <td class="right">${waits ? html`<button class="act" ?disabled=${this.busy} @click=${(event) => { event.stopPropagation(); this.#act(alarm, 'acknowledge'); }}>Acknowledge</button>` : nothing}</td>
      </tr>
      ${isOpen ? html`<tr class="whole"><td colspan=${COLUMNS}>${this.#whole(alarm)}</td></tr>` : nothing}`;
  }

  #whole(alarm) {
    const occurrence = this.#occurrence(alarm);
    const now = live.now();
    return html`<div class="about-alarm">
      <dl class="fact">
        ${alarm.raised ? html`<dt>Raised</dt><dd>${format.moment(alarm.raised, now, false)}</dd>` : nothing}
        ${occurrence?.since ? html`<dt>The reason began</dt><dd>${format.moment(occurrence.since, now, false)}</dd>` : nothing}
        <dt>Last</dt><dd>${alarm.transition.replaceAll('-', ' ')} ${format.moment(alarm.changed, now, false)}${alarm.user ? ` by ${alarm.user}` : ''}</dd>
        ${alarm.comment ? html`<dt>Comment</dt><dd>${alarm.comment}</dd>` : nothing}
        ${alarm.group ? html`<dt>Group</dt><dd>${alarm.group}</dd>` : nothing}
        <dt>Topic</dt><dd><a class="link" href=${route.format({ topic: alarm.topic })}>${alarm.topic}</a></dd>
      </dl>
      ${this.#acting(alarm)}</div>`;
  }

  #acting(alarm) {
    const { letter } = alarm;
    const button = (action, label, kind = '') => html`<button class="act ${kind}" ?disabled=${this.busy} @click=${() => this.#act(alarm, action)}>
      ${this.busy === action ? 'Telling the log…' : label}</button>`;
    if (this.shelving) {
      return html`<div class="acting confirm" role="group" aria-label="Shelve this alarm"><input type="text" maxlength="200" placeholder="Why, for those who come after you" aria-label="Comment">
        <span class="muted">for</span>${Object.entries(LENGTHS).map(([length, label]) => html`<button class="act" ?disabled=${this.busy} @click=${() => this.#act(alarm, 'shelve', { for: length })}>${label}</button>`)}
        <button class="quiet" @click=${() => this.#shelving(false)}>Do not shelve</button></div>`;
    }
    return html`<div class="acting"><input type="text" maxlength="200" placeholder="Comment" aria-label="Comment">
      ${WAITING.includes(letter) ? button('acknowledge', 'Acknowledge', 'primary') : nothing}
      ${letter === 'F' ? button('reset', 'Reset', 'primary') : nothing}
      ${letter === 'G' ? button('unshelve', 'Unshelve', 'primary') : letter === 'I' ? button('in-service', 'Put back into service', 'primary')
        : letter === 'H' ? nothing : html`<button class="act" ?disabled=${this.busy} @click=${() => this.#shelving(true)}>Shelve…</button>`}
      <span class="muted">${letter === 'H' ? 'It is suppressed by its configuration or by another program, until that lets go of it.' : letter === 'E' ? 'Once it is acknowledged it can be reset.'
        : 'It is written to the log in your name.'}</span></div>`;
  }

  #raised() {
    const { occurrences, more } = this.recent;
    if (!occurrences.length) return html`<p class="none boxed">${mark('good')}Nothing was raised.</p>`;
    const now = live.now();
    return html`<div class="table-scroll"><table class="raised" aria-label="Raised lately">
      <thead><tr><th>Raised</th><th>Severity</th><th>Alarm</th><th class="right">Value</th><th class="right">Limit</th><th>Acknowledged</th><th class="right">Lasted</th></tr></thead>
      <tbody>${occurrences.map((one) => html`<tr><td>${format.moment(one.raised, now, false)}</td>
        <td><span class="severity ${one.severity}">${mark(SEVERITIES[one.severity] ?? 'uncertain', one.severity)}${one.severity}</span></td>
        <td class="which"><a class="link" href=${route.format({ topic: one.topic })}><b>${one.alarm}</b></a> <small class="note">${one.location}</small>${one.message ? html`<p>${one.message}</p>` : nothing}</td>
        ${figures(one)}
        <td>${one.acknowledged ? html`${one.acknowledgedBy ?? 'somebody'} <small class="note">${format.moment(one.acknowledged, now, false)}</small>${one.comment ? html`<p>${one.comment}</p>` : nothing}`
          : html`<span class="muted">not so far</span>`}</td>
        <td class="right">${one.durationSeconds === undefined ? html`<span class="muted">it lasts</span>` : format.duration(one.durationSeconds * 1000)}</td></tr>`)}</tbody></table></div>
      ${more ? html`<p class="muted">These are the ${RECENT} newest; the table <code>millrace.alarms</code> has all.</p>` : nothing}`;
  }
}

function figures(occurrence) {
  const cell = (text) => html`<td class="right">${text === undefined ? html`<span class="muted">–</span>` : Number.isNaN(Number(text)) ? text : format.number(Number(text))}</td>`;
  return html`${cell(occurrence?.value)}${cell(occurrence?.limit)}`;
}

function who(alarm, occurrence, now) {
  if (alarm.letter === 'G') {
    return html`<small class="note">${alarm.until ? `until ${format.moment(alarm.until, now, false)}` : ''}${alarm.user ? ` by ${alarm.user}` : ''}${alarm.comment ? `: ${alarm.comment}` : ''}</small>`;
  }
  const by = occurrence?.acknowledgedBy ?? (alarm.transition === 'acknowledged' ? alarm.user : undefined);
  if (!by) return nothing;
  const comment = occurrence?.comment ?? (alarm.transition === 'acknowledged' ? alarm.comment : undefined);
  return html`<small class="note">by ${by}${comment ? `: ${comment}` : ''}</small>`;
}

customElements.define('mr-alarms', Alarms);
