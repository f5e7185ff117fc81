import { html, nothing } from 'lit';
import { Element } from './element.js';
import { get } from './api.js';
import { balance, table } from './ledger.js';
import * as format from './format.js';
import './quarantine.js';

const SOURCES = 500;
const TOPICS = 500;
const OFTEN = 4_000;

/** The third room: the account of everything that was sent, and what waits in the quarantine. Event: `show`. */
export class Deliveries extends Element {
  static properties = { source: {}, state: {}, reason: {}, hop: {}, record: {} };

  constructor() {
    super();
    this.ledger = undefined;
    this.topics = undefined;
    this.problem = undefined;
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
    if (changes.has('source')) {
      this.topics = undefined;
      this.#askTopics();
    }
  }

  async #ask() {
    if (document.hidden) return;
    try {
      this.ledger = await get('/api/ledger', { limit: SOURCES });
      this.problem = undefined;
      this.#askTopics();
    } catch (problem) {
      this.problem = problem;
    }
    this.requestUpdate();
  }

  async #askTopics() {
    const source = this.source;
    if (source === undefined) return;
    let topics;
    try {
      topics = await get('/api/ledger', { source, limit: TOPICS });
      topics.entries.sort((a, b) => trouble(b) - trouble(a) || (a.topic ?? '').localeCompare(b.topic ?? '', 'en', { numeric: true }));
    } catch (problem) {
      topics = this.topics?.entries ? this.topics : { problem };
    }
    if (source !== this.source) return;
    this.topics = topics;
    this.requestUpdate();
  }

  #show(change) {
    this.dispatchEvent(new CustomEvent('show', { detail: change, bubbles: true }));
  }

  #choose(code) {
    this.#show({ state: 'all', reason: code, record: undefined });
    this.querySelector('mr-quarantine')?.scrollIntoView({ behavior: 'smooth', block: 'nearest' });
  }

  render() {
    const entries = this.ledger?.entries;
    const codes = [...new Set((entries ?? []).flatMap((entry) => Object.keys(entry.rejections)))];
    return html`<div class="room deliveries ${this.problem ? 'old' : ''}">
      <h1>Deliveries <small>what became of everything that was sent${entries?.length ? since(entries) : ''}</small></h1>
      ${this.problem ? html`<p class="problem">${this.problem.detail} ${this.problem.remedy}</p>` : nothing}
      ${entries ? this.#ledger(entries) : nothing}
      <mr-quarantine .state=${this.state} .reason=${this.reason} .hop=${this.hop} .record=${this.record} .codes=${codes}
        .rejected=${(entries ?? []).reduce((sum, entry) => sum + entry.rejected, 0)}></mr-quarantine>
    </div>`;
  }

  #ledger(entries) {
    if (!entries.length) {
      return html`<div class="empty plain"><h3>Nothing was sent so far</h3>
        <p>The account begins with the first value that a device or an MQTT client delivers.</p></div>`;
    }
    return html`${balance(entries)}
      ${table(this.ledger, this.source, this.topics,
        (source) => this.#show({ source: source === this.source ? undefined : source }), (code) => this.#choose(code))}`;
  }
}

function since(entries) {
  const first = Math.min(...entries.map((entry) => Date.parse(entry.first)));
  return ` since ${format.date(first)} ${format.clock(first).slice(0, 5)}`;
}

function trouble(entry) {
  return entry.rejected + entry.shed + entry.lost > 0 ? 1 : 0;
}

customElements.define('mr-deliveries', Deliveries);
