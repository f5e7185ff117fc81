import { html, nothing } from 'lit';
import { Element } from './element.js';
import { get } from './api.js';
import { live } from './stream.js';
import { walk } from './ledger.js';
import { minutes, percent } from './losses.js';
import { corrected, title } from './period.js';
import './facts.js';
import * as route from './route.js';
import * as format from './format.js';

const KINDS = { shift: 'Shift', day: 'Day', hour: 'Hour', order: 'Order' };
/** How many days of periods are asked for at first, and four times as many with each 'earlier'. */
const DAYS = { shift: 10, day: 31, hour: 2, order: 31 };
const DAY = 86_400_000;
const LONGEST = 3_600;
const FIGURES = 5_000;
const ORDERS = 50;
const PLACES_OFTEN = 30_000;
const PERIODS_OFTEN = 10_000;
/** What was told is in the tables by then. */
const SOON = 6_000;

/** What each line made, and why not more. Events: `show`; `settle`, which is no step of a person. */
export class Production extends Element {
  static properties = { place: {}, kind: {}, period: {} };

  constructor() {
    super();
    this.places = undefined;
    this.shifts = new Map();
    this.problem = undefined;
    this.#forget();
  }

  #forget() {
    this.figures = undefined;
    this.apart = undefined;
    this.orders = undefined;
    this.days = undefined;
    this.placeProblem = undefined;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#askPlaces();
    this.askingPlaces = setInterval(() => this.#askPlaces(), PLACES_OFTEN);
    this.askingPeriods = setInterval(() => this.#askPeriods(), PERIODS_OFTEN);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.askingPlaces);
    clearInterval(this.askingPeriods);
  }

  willUpdate(changes) {
    if (changes.has('place') || changes.has('kind')) {
      this.#forget();
      this.#askPeriods();
    } else if (changes.has('period')) {
      this.#askApart();
    }
  }

  async #askPlaces() {
    if (document.hidden) return;
    try {
      const { locations } = await get('/api/production/locations');
      const { figures } = await get('/api/production/oee', { kind: 'shift', from: '-4d', limit: FIGURES });
      this.shifts = newest(figures);
      this.places = locations;
      this.problem = undefined;
      // Where there is one line only, there is nothing to choose.
      if (!this.place && locations.length === 1) this.dispatchEvent(new CustomEvent('settle', { detail: { place: locations[0] }, bubbles: true }));
    } catch (problem) {
      this.problem = problem;
    }
    this.requestUpdate();
  }

  async #askPeriods() {
    const { place, kind } = this;
    if (!place || document.hidden) return;
    const days = this.days ?? DAYS[kind];
    try {
      const from = `-${days}d`;
      const { figures } = await get('/api/production/oee', { location: place, kind, from, limit: FIGURES });
      const { orders } = await get('/api/production/orders', { location: place, limit: ORDERS });
      const { figures: made } = kind === 'order' ? { figures } : await get('/api/production/oee', { location: place, kind: 'order', from: `-${DAYS.order}d`, limit: FIGURES });
      if (place !== this.place || kind !== this.kind) return;
      this.figures = figures;
      this.orders = orders;
      this.made = new Map(made.map((figure) => [figure.name, figure]));
      this.placeProblem = undefined;
      await this.#askApart();
    } catch (problem) {
      if (place !== this.place || kind !== this.kind) return;
      this.placeProblem = problem;
    }
    this.requestUpdate();
  }

  /** The period that a link names may be older than the list. */
  async #askApart() {
    const { place, kind, period } = this;
    if (!period || !this.figures || this.figures.some((figure) => key(figure) === period)) {
      this.apart = undefined;
      return;
    }
    const start = Date.parse(period);
    const asked = kind === 'order' || Number.isNaN(start) ? { from: `-${LONGEST}d` } : { from: period, to: new Date(start + 1000).toISOString() };
    try {
      const { figures } = await get('/api/production/oee', { location: place, kind, ...asked, limit: FIGURES });
      if (place !== this.place || kind !== this.kind || period !== this.period) return;
      this.apart = figures.find((figure) => key(figure) === period) ?? 'none';
    } catch (problem) {
      this.placeProblem = problem;
    }
    this.requestUpdate();
  }

  #show(change) {
    this.dispatchEvent(new CustomEvent('show', { detail: change, bubbles: true }));
  }

  #earlier() {
    this.days = Math.min(LONGEST, (this.days ?? DAYS[this.kind]) * 4);
    this.#askPeriods();
  }

  get #figure() {
    if (!this.period) return this.figures?.[0];
    return this.figures?.find((figure) => key(figure) === this.period) ?? (this.apart === 'none' ? undefined : this.apart);
  }

  // ---- drawing

  render() {
    if (!this.places) return html`<div class="room">${this.problem ? this.#failed(this.problem) : nothing}</div>`;
    if (!this.places.length) return this.#empty();
    return html`<div class="production ${this.problem || this.placeProblem ? 'old' : ''}">
      ${this.#list()}
      ${this.place ? html`${this.#periods()}<div class="room">${this.#whole()}</div>`
        : html`<div class="room"><div class="empty hint"><h3>Pick a line</h3>
          <p>What it made in a shift, a day, an hour or for an order appears here, and where the rest of the time went.</p></div></div>`}
    </div>`;
  }

  #failed(problem) {
    return html`<p class="problem">${problem.detail} ${problem.remedy}</p>`;
  }

  #empty() {
    return html`<div class="room"><div class="empty"><h3>No production so far</h3>
      <p>Figures need the states of a machine, its counts, and what is measured by them. Add these to the site file and start the hub again:</p>
      <pre>oee:
  packing:
    location: packing/+
    counts: _analytics/bags/count
    idealCycleTime: 3s</pre></div></div>`;
  }

  /** The lines by the place above them, and machines below their line; of each only what tells it apart is written. */
  #list() {
    const groups = new Map();
    const all = new Set(this.places);
    for (const place of [...this.places].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))) {
      const line = above(place).findLast((known) => all.has(known)) ?? place;
      const parent = above(line).at(0) ?? '';
      groups.set(parent, [...(groups.get(parent) ?? []), { place, name: line === place ? place.split('/').at(-1) : place.slice(line.length + 1), below: line !== place }]);
    }
    const shared = common([...groups.keys()]);
    return html`<nav class="lines" aria-label="Lines" @keydown=${walk}>
      <h1>Production</h1>
      ${this.problem ? this.#failed(this.problem) : nothing}
      <div class="lines-head"><span class="spring"></span><span>this shift</span><span>last</span></div>
      ${[...groups].map(([parent, lines]) => html`
        <h3>${parent.slice(shared.length).replace(/^\//, '') || parent.split('/').at(-1)}</h3>
        ${lines.map((line) => this.#line(line))}`)}</nav>`;
  }

  #line({ place, name, below }) {
    const { running, last } = this.shifts.get(place) ?? {};
    return html`<button class="toggle line ${below ? 'below' : ''}" aria-current=${place === this.place ? 'true' : nothing} title=${place}
        @click=${() => this.#show({ place, period: undefined })}>
      <b>${name}</b><span class="spring"></span>
      <span class=${running ? '' : 'muted'} title=${running ? `${running.name}, so far` : 'No shift is running'}>${running ? percent(running.oee) : '·'}</span>
      <span class=${last ? '' : 'muted'} title=${last ? title(last) : 'No shift was over in the last four days'}>${last ? percent(last.oee) : '·'}</span></button>`;
  }

  #periods() {
    return html`<nav class="periods" aria-label="Periods" @keydown=${walk}>
      <div class="ranges" role="group" aria-label="Kind of period">${Object.entries(KINDS).map(([kind, label]) => html`
        <button aria-pressed=${kind === this.kind} @click=${() => this.#show({ kind, period: undefined })}>${label}</button>`)}</div>
      ${this.placeProblem ? this.#failed(this.placeProblem) : nothing}
      <div class="periods-scroll">
        ${this.apart && this.apart !== 'none' ? this.#one(this.apart, true) : nothing}
        ${this.figures?.map((figure, i) => this.#one(figure, this.period ? key(figure) === this.period : i === 0)) ?? nothing}
        ${this.figures && (this.days ?? 0) < LONGEST ? html`<button class="quiet link" @click=${() => this.#earlier()}>Earlier</button>` : nothing}
      </div></nav>`;
  }

  #one(figure, chosen) {
    const start = Date.parse(figure.start);
    const day = new Date(`${figure.day}T12:00:00`).toLocaleDateString('en', { weekday: 'short' });
    const when = figure.kind === 'order' ? format.date(start).slice(5) : figure.kind === 'day' ? day : `${format.clock(start).slice(0, 5)}`;
    return html`<button class="toggle one" aria-current=${chosen ? 'true' : nothing} @click=${() => this.#show({ period: key(figure) })}>
      <span class="what"><b>${figure.kind === 'hour' ? when : figure.kind === 'day' ? figure.day.slice(5) : figure.name || 'shift'}</b>
        <span class="muted">${figure.kind === 'hour' || figure.kind === 'shift' ? html`<span class="weekday">${day} </span>${figure.day.slice(5)}` : when}</span></span>
      <span class="spring"></span><span class="share">${percent(figure.oee)}</span>
      <span class="gauge"><i .style=${`width:${Math.min(100, (figure.oee ?? 0) * 100)}%`}></i></span>
      <small>${format.number(figure.count - figure.scrap)} good${figure.running ? html` · <em>so far</em>` : nothing}${figure.correction ? ` · ${corrected(figure)}` : ''}</small></button>`;
  }

  #whole() {
    const figure = this.#figure;
    const head = html`<h1 class="place-head">${this.place.split('/').at(-1)} <small>${this.place.split('/').slice(0, -1).join('/')}</small></h1>`;
    if (!this.figures) return head;
    if (!figure) return html`${head}${this.#without()}${this.#ordersTable()}`;
    return html`${head}<mr-period .figure=${figure} .places=${this.places}></mr-period>${this.#ordersTable(figure)}`;
  }

  #without() {
    if (this.period && this.apart === undefined) return nothing;
    if (this.period) return html`<p class="none">There is no such period. <button class="quiet link" @click=${() => this.#show({ period: undefined })}>Show the newest</button></p>`;
    const line = above(this.place).find((known) => this.shifts.has(known));
    if (line) {
      return html`<p class="none">It has no figures of its own. What it was doing is shown with
        <a class="link" href=${route.format({ room: 'production', place: line })}>${line.split('/').at(-1)}</a>.</p>`;
    }
    return html`<p class="none">${this.kind === 'order' ? 'No order has run here' : `No ${this.kind} has a figure`} in the last ${this.days ?? DAYS[this.kind]} days.
      ${this.kind === 'shift' ? 'Shifts need a calendar under shifts: in the site file; hours and days do not.' : ''}</p>`;
  }

  #ordersTable(figure) {
    if (!this.orders?.length) return this.orders ? html`<section class="part orders"><h3>Orders</h3><p class="none">No order was ever told for this place.</p>${this.#newOrder()}</section>` : nothing;
    return html`<section class="part orders" aria-label="Orders"><h3>Orders <small>${figure ? 'those of this time are marked' : ''}</small></h3>
      <div class="table-scroll"><table>
      <thead><tr><th></th><th>Order</th><th>Product</th><th>Status</th><th class="right">Planned</th><th class="right">Good</th><th class="right">OEE</th>
        <th class="right">Ideal cycle</th><th class="right">Started</th><th class="right">Stopped</th><th></th></tr></thead>
      <tbody>${this.orders.map((order) => this.#order(order, figure))}</tbody></table></div>
      ${this.orders.length >= ORDERS ? html`<p class="muted">These are the ${ORDERS} most recent orders.</p>` : nothing}
      ${this.#newOrder()}</section>`;
  }

  #newOrder() {
    return html`<mr-new-order .place=${this.place} .orders=${this.orders} @told=${() => setTimeout(() => this.#askPeriods(), SOON)}></mr-new-order>`;
  }

  #tell(action, order) {
    this.querySelector('mr-new-order')?.tell(action, { order });
  }

  #order(order, figure) {
    const made = this.made?.get(order.order);
    const now = live.now();
    const within = figure && order.started && Date.parse(order.started) < Date.parse(figure.end) && (order.stopped ? Date.parse(order.stopped) : now) > Date.parse(figure.start);
    return html`<tr class=${within ? 'within' : ''}><td>${within ? html`<i class="dot" title="It ran in this time"></i>` : nothing}</td>
      <td>${made ? html`<a class="link" href=${route.format({ room: 'production', place: this.place, kind: 'order', period: order.order })}>${order.order}</a>` : order.order}</td>
      <td>${order.product ?? unknown('No product was told with it')}</td><td>${order.status}</td>
      <td class="right">${order.quantity === undefined ? unknown('No quantity was told with it') : format.number(order.quantity)}</td>
      <td class="right">${made ? format.number(made.count - made.scrap) : unknown('It has no figure in the last month')}</td>
      <td class="right">${made ? percent(made.oee) : ''}</td>
      <td class="right">${order.idealCycleMs === undefined ? unknown('That of its product, or of the machine') : minutesOrSeconds(order.idealCycleMs)}</td>
      <td class="right">${order.started ? format.moment(order.started, now, false) : ''}</td>
      <td class="right">${order.stopped ? format.moment(order.stopped, now, false) : ''}</td>
      <td class="right">${order.status === 'running' ? html`<button class="act" @click=${() => this.#tell('stop', order.order)}>Stop</button>`
        : html`<button class="act" @click=${() => this.#tell('start', order.order)}>Start</button>`}</td></tr>`;
  }
}

/** What tells one period of a place and kind from the others. */
function key(figure) {
  return figure.kind === 'order' ? figure.name : figure.start;
}

/** The running and the last shift of each place, of figures that come newest first. */
function newest(figures) {
  const shifts = new Map();
  for (const figure of figures) {
    const known = shifts.get(figure.location) ?? {};
    shifts.set(figure.location, figure.running ? { running: figure, ...known } : { last: figure, ...known });
  }
  return shifts;
}

/** a/b/c -> a/b, a */
function above(place) {
  const levels = place.split('/');
  return levels.slice(1).map((_, i) => levels.slice(0, levels.length - 1 - i).join('/'));
}

/** The levels that all these places share. */
function common(places) {
  const levels = places.map((place) => place.split('/'));
  const first = levels[0] ?? [];
  const end = first.findIndex((level, i) => levels.some((other) => other[i] !== level));
  return first.slice(0, end < 0 ? first.length : end).join('/');
}

function minutesOrSeconds(millis) {
  return millis < 120_000 ? `${format.number(millis / 1000)} s` : minutes(millis);
}

function unknown(why) {
  return html`<span class="muted" title=${why}>–</span>`;
}

customElements.define('mr-production', Production);
