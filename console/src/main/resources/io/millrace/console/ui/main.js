import { html, nothing } from 'lit';
import { Element } from './element.js';
import { live, hubInfo } from './stream.js';
import { mark } from './mark.js';
import * as route from './route.js';
import * as format from './format.js';
import './tree.js';
import './detail.js';
import './production.js';
import { unacknowledged } from './alarms.js';
import './connections.js';
import './processors.js';
import './deliveries.js';
import { get } from './api.js';

const MAX_PENS = 6;
const COUNT_OFTEN = 15_000;

const ROOMS = { production: 'Production', alarms: 'Alarms', connections: 'Connections', processors: 'Processors', deliveries: 'Deliveries' };

/** The frame: header, rooms, and the honest word about how live all this is. */
class App extends Element {
  constructor() {
    super();
    this.route = route.parse(location.hash);
    this.site = undefined;
    this.healthOpen = false;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', () => this.#routed());
    addEventListener('keydown', (event) => this.#key(event));
    addEventListener('click', (event) => {
      if (this.healthOpen && !event.target.closest('.health')) {
        this.healthOpen = false;
        this.requestUpdate();
      }
    });
    live.addEventListener('state', () => this.requestUpdate());
    live.addEventListener('beat', () => this.#beat());
    setInterval(() => this.requestUpdate(), 1_000);
    setInterval(() => this.#count(), COUNT_OFTEN);
    live.start();
    this.#count();
    this.#introduce();
  }

  async #introduce() {
    try {
      this.site = await hubInfo();
      this.#title();
      this.requestUpdate();
    } catch {
      setTimeout(() => this.#introduce(), 2_000);
    }
  }

  /** What waits in the quarantine, or for somebody to see to it, should not wait unseen. */
  async #count() {
    if (document.hidden || live.state === 'lost' || live.state === 'paused') return;
    try {
      this.open = (await get('/api/quarantine', { limit: 1 })).open;
    } catch {
      this.open = undefined;
    }
    try {
      const { alarms, more } = await get('/api/alarms', { state: 'open', limit: 1_000 });
      this.alarms = { count: unacknowledged(alarms), more };
    } catch {
      this.alarms = undefined;
    }
    this.requestUpdate();
  }

  #beat() {
    // Another process answers now: what this page knows of the old one is worth nothing.
    if (this.started && this.started !== live.beat.started) location.reload();
    this.started = live.beat.started;
    this.requestUpdate();
  }

  #routed() {
    this.route = route.parse(location.hash);
    this.#title();
    this.requestUpdate();
  }

  #title() {
    const what = ROOMS[this.route.room] ?? this.route.topic?.split('/').slice(-2).join('/');
    document.title = [what, this.site?.site, 'Millrace'].filter((part) => part).join(' · ');
  }

  #go(change, replace = false) {
    const next = route.format({ ...this.route, ...change });
    if (next === location.hash) return;
    if (replace) {
      history.replaceState(null, '', next);
      this.#routed();
    } else {
      location.hash = next;
    }
  }

  #pick(topic) {
    this.#go({ topic, pens: this.route.pens.filter((pen) => pen !== topic) });
  }

  #pen(topic) {
    if (!this.route.topic) {
      this.#pick(topic);
    } else if (topic !== this.route.topic) {
      const pens = this.route.pens.includes(topic)
        ? this.route.pens.filter((pen) => pen !== topic) : [...this.route.pens, topic].slice(-MAX_PENS + 1);
      this.#go({ pens });
    }
  }

  #key(event) {
    if (event.key === '/' && !event.target.closest('input, textarea') && this.route.room === 'namespace') {
      event.preventDefault();
      this.querySelector('mr-tree')?.focusSearch();
    } else if (event.key === 'Escape' && this.healthOpen) {
      this.healthOpen = false;
      this.requestUpdate();
    }
  }

  render() {
    return html`
      <header class="bar">
        <a class="brand" href="#/namespace"><img src="/ui/favicon.svg" alt="" width="22" height="22"><span>Millrace</span></a>
        <span class="site">${this.site?.site ?? ''}</span>
        <nav>
          <a href=${route.format({ ...this.route, room: 'namespace' })} aria-current=${this.route.room === 'namespace' ? 'page' : nothing}>Namespace</a>
          <a href="#/production" aria-current=${this.route.room === 'production' ? 'page' : nothing}>Production</a>
          <a href="#/alarms" aria-current=${this.route.room === 'alarms' ? 'page' : nothing}>Alarms${this.alarms?.count
            ? html`<span class="badge alarm" title="Alarms that nobody has acknowledged: ${this.alarms.count}${this.alarms.more ? ' and more' : ''}">${this.alarms.count > 999 || this.alarms.more ? '999+' : this.alarms.count}</span>` : nothing}</a>
          <a href="#/connections" aria-current=${this.route.room === 'connections' ? 'page' : nothing}>Connections</a>
          <a href="#/processors" aria-current=${this.route.room === 'processors' ? 'page' : nothing}>Processors</a>
          <a href="#/deliveries" aria-current=${this.route.room === 'deliveries' ? 'page' : nothing}>Deliveries${this.open
            ? html`<span class="badge" title="${this.open} open in the quarantine">${this.open > 999 ? '999+' : this.open}</span>` : nothing}</a>
        </nav>
        <span class="spring"></span>
        ${this.#health()}
        ${this.#indicator()}
      </header>
      ${this.#banners()}
      <main class=${this.route.room}>${this.#room()}</main>`;
  }

  #room() {
    const { room, place, kind, period, processor, source, state, reason, hop, record } = this.route;
    if (room === 'production') {
      return html`<mr-production .place=${place} .kind=${kind} .period=${period}
        @show=${(event) => this.#go(event.detail)} @settle=${(event) => this.#go(event.detail, true)}></mr-production>`;
    }
    if (room === 'alarms') {
      return html`<mr-alarms .open=${this.route.alarm} @show=${(event) => this.#go(event.detail, true)}
        @unacknowledged=${(event) => { this.alarms = event.detail; this.requestUpdate(); }}></mr-alarms>`;
    }
    if (room === 'connections') return html`<mr-connections></mr-connections>`;
    if (room === 'processors') {
      return html`<mr-processors .open=${processor} @show=${(event) => this.#go(event.detail, true)}></mr-processors>`;
    }
    if (room === 'deliveries') {
      return html`<mr-deliveries .source=${source} .state=${state} .reason=${reason} .hop=${hop} .record=${record}
        @show=${(event) => this.#go(event.detail, true)} @open-count=${(event) => { this.open = event.detail; this.requestUpdate(); }}></mr-deliveries>`;
    }
    return this.#namespace();
  }

  #indicator() {
    const words = { live: 'live', connecting: 'connecting', lost: 'not live', paused: 'paused' };
    return html`<span class="indicator ${live.state}" title=${live.state === 'live' ? 'Values arrive as they change.' : ''}>
      <i></i>${words[live.state]}</span>`;
  }

  #health() {
    const health = live.beat?.health;
    if (!health) return nothing;
    if (live.state === 'lost') return html`<span class="chip">${mark('waiting')}hub unknown</span>`;
    const severity = { ok: 'good', degraded: 'uncertain', down: 'bad' }[health.status];
    const troubled = health.components.filter((component) => component.status !== 'ok');
    return html`<span class="health">
      <button class="chip ${severity}" aria-expanded=${this.healthOpen} @click=${() => { this.healthOpen = !this.healthOpen; this.requestUpdate(); }}>
        ${mark(severity)}${troubled.length ? troubled.map((component) => component.component).join(', ') : 'hub ok'}</button>
      ${this.healthOpen ? html`<div class="popover" role="dialog" aria-label="Health of the hub">
        <ul>${health.components.map((component) => html`<li>${mark({ ok: 'good', degraded: 'uncertain', down: 'bad' }[component.status])}
          <b>${component.component}</b><span class="word ${component.status}">${component.status}</span><p>${component.sentence}</p></li>`)}</ul>
        ${this.site ? html`<dl>
          <dt>Version</dt><dd>${this.site.version}</dd>
          <dt>Up</dt><dd>${format.duration(live.now() - Date.parse(this.site.started))}</dd>
          ${this.site.mqtt ? html`<dt>MQTT</dt><dd>${this.site.mqtt}</dd>` : nothing}
          ${this.site.kafka ? html`<dt>Kafka</dt><dd>${this.site.kafka}</dd>` : nothing}
          ${this.site.postgresql ? html`<dt>PostgreSQL</dt><dd>${this.site.postgresql}</dd>` : nothing}
          <dt>Data</dt><dd>${this.site.dataFolder}</dd></dl>` : nothing}
      </div>` : nothing}</span>`;
  }

  #banners() {
    return html`
      ${live.state === 'lost' ? html`<div class="banner lost" role="alert">${mark('bad')}
        <b>Connection to the hub lost ${format.duration(live.silence())} ago.</b> The values below are old. Trying again…</div>` : nothing}
      ${(live.beat?.notices ?? []).map((notice) => html`<div class="banner notice" role="status">${mark('uncertain')}${notice}</div>`)}`;
  }

  #namespace() {
    const { topic, pens, range, from, to } = this.route;
    return html`
      <mr-tree .selected=${topic} .pens=${pens.length ? [topic, ...pens] : []}
        @pick=${(event) => this.#pick(event.detail)} @pen=${(event) => this.#pen(event.detail)}></mr-tree>
      ${topic ? html`<mr-detail .topic=${topic} .pens=${pens} .range=${range} .from=${from} .to=${to}
          @unpen=${(event) => this.#go({ pens: pens.filter((pen) => pen !== event.detail) })}
          @range=${(event) => this.#go({ range: event.detail, from: undefined, to: undefined }, true)}
          @view=${(event) => this.#go(event.detail, true)}></mr-detail>`
        : html`<div class="detail"><div class="empty hint"><h3>Pick a tag</h3>
            <p>Its value, quality, origin and trend appear here.</p>
            <ul><li><kbd>/</kbd> finds a tag by topic, unit or description</li>
              <li><kbd>↑</kbd> <kbd>↓</kbd> <kbd>←</kbd> <kbd>→</kbd> walk the tree</li>
              <li><kbd>Shift</kbd>-click or <kbd>+</kbd> adds a tag to the trend</li></ul></div></div>`}`;
  }
}

customElements.define('mr-app', App);
