import { html, nothing } from 'lit';
import { Element } from './element.js';
import { get } from './api.js';
import { live } from './stream.js';
import { mark } from './mark.js';
import { GROUPS, group } from './machine.js';
import { cycle, greatest, minutes, none, percent } from './losses.js';
import * as plots from './plots.js';
import * as format from './format.js';
import './plot.js';
import './facts.js';

const OFTEN = 10_000;
/** What was told is in the tables by then. */
const SOON = 4_000;
const MACHINES = 12;
const STATES = 10_000;
const STOPS = 200;
/** What was planned to stand is no reason that anybody looks for. */
const UNSCHEDULED = ['no-shift', 'no-order'];

/** One period of one place: what was made, and where the rest of the time went. */
export class Period extends Element {
  static properties = { figure: { attribute: false }, places: { attribute: false }, common: {} };

  constructor() {
    super();
    this.places = [];
    this.#forget();
  }

  #forget() {
    this.asked = undefined;
    this.machines = undefined;
    this.chosen = undefined;
    this.stops = undefined;
    this.problem = undefined;
  }

  connectedCallback() {
    super.connectedCallback();
    this.asking = setInterval(() => this.figure?.running && this.#ask(), OFTEN);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.asking);
  }

  willUpdate(changes) {
    if (!changes.has('figure')) return;
    const before = changes.get('figure');
    const now = this.figure;
    if (before?.location !== now?.location || before?.start !== now?.start || before?.kind !== now?.kind || before?.name !== now?.name) this.#forget();
    if (JSON.stringify(before) !== JSON.stringify(now)) this.#ask();
  }

  get #span() {
    const { start, end, running } = this.figure;
    const to = running ? Math.min(Date.parse(end), live.now()) : Date.parse(end);
    return { from: start, to: new Date(to).toISOString() };
  }

  /** The place itself and the machines below it, one after the other: others ask the historian too. */
  async #ask() {
    const figure = this.figure;
    if (!figure || document.hidden) return;
    const span = this.#span;
    if (Date.parse(span.to) <= Date.parse(span.from)) return;
    const asked = {};
    this.asked = asked;
    const below = this.places.filter((place) => place.startsWith(`${figure.location}/`));
    const machines = [];
    try {
      for (const location of [figure.location, ...below.slice(0, MACHINES - 1)]) {
        const { states } = await get('/api/production/states', { location, ...span, limit: STATES });
        if (asked !== this.asked) return;
        if (states.length) machines.push({ location, name: location === figure.location ? location.split('/').at(-1) : location.slice(figure.location.length + 1), states });
      }
      this.machines = machines;
      this.left = Math.max(0, below.length - MACHINES + 1);
      await this.#askStops(span);
      this.problem = undefined;
    } catch (problem) {
      if (asked !== this.asked) return;
      this.problem = problem;
    }
    this.requestUpdate();
  }

  get #machine() {
    return this.machines?.find(({ location }) => location === this.chosen) ?? this.machines?.[0];
  }

  async #askStops(span) {
    const machine = this.#machine;
    const { asked } = this;
    if (!machine) {
      this.stops = undefined;
      return;
    }
    const { stops } = await get('/api/production/stops', { location: machine.location, ...span, limit: STOPS });
    if (asked === this.asked && machine.location === this.#machine?.location) this.stops = stops.filter(({ state }) => !UNSCHEDULED.includes(state));
  }

  async #choose(location) {
    this.chosen = location;
    try {
      await this.#askStops(this.#span);
    } catch (problem) {
      this.problem = problem;
    }
    this.requestUpdate();
  }

  // ---- drawing

  render() {
    const figure = this.figure;
    if (!figure) return nothing;
    return html`<article class="period">
      <header>
        <h2>${title(figure)} <small>${span(figure)}</small></h2>
        ${figure.running ? html`<span class="word so-far">so far</span>` : nothing}
        ${figure.correction ? html`<span class="word corrected" title="Facts that came later changed it after the period was over. The table millrace.oee_history keeps what it said before."
          >${corrected(figure)}</span>` : nothing}
      </header>
      ${this.#figures(figure)}
      ${this.#why(figure)}
      ${this.problem ? html`<p class="problem">${this.problem.detail} ${this.problem.remedy}</p>` : nothing}
      <section class="part" aria-label="States"><h3>What the machine was doing ${figure.kind === 'order' ? html`<small>from the first start of the order to its last stop</small>` : nothing}</h3>${this.#timeline(figure)}</section>
      <div class="two">
        <section class="part" aria-label="Waterfall"><h3>From ${figure.kind} to good pieces ${this.#cycle(figure)}</h3>${this.#waterfall(figure)}</section>
        <section class="part" aria-label="Stops"><h3>Why it stood ${this.#machines()}</h3>${this.#pareto()}</section>
      </div>
      ${this.#whenItStood()}
    </article>`;
  }

  #figures(figure) {
    return html`<section class="balance output" aria-label="Figures">
      ${number(figure.count - figure.scrap, 'good pieces', 'Counted, without those that were bad', 'main')}
      ${number(figure.scrap, 'scrap', 'Pieces that were bad', figure.scrap ? '' : 'zero')}
      ${figure.unplannedCount ? number(figure.unplannedCount, 'unplanned', 'Made when nothing was planned, and in no other figure', 'uncertain') : nothing}
      <div class="equation">
        ${share(figure.oee, 'OEE', 'The ideal time of good pieces, of the time that was planned', 'main')}<i aria-hidden="true">=</i>
        ${share(figure.availability, 'availability', 'How much of the planned time it was producing')}<i aria-hidden="true">×</i>
        ${share(figure.performance, 'performance', 'The ideal time of all pieces, of the time in which it was producing')}<i aria-hidden="true">×</i>
        ${share(figure.quality, 'quality', 'How many of the pieces were good')}
      </div>
    </section>`;
  }

  #why(figure) {
    const lost = greatest(figure, 3);
    const remarks = [figure.absent, ...figure.remarks].filter((text) => text);
    return html`${lost.length ? html`<p class="why"><span class="muted">Not more, because of</span>
        ${lost.map(({ name, ms, pieces, loss }, i) => html`${i ? ', ' : ''}<b>${name}</b> ${minutes(ms)}${pieces === undefined ? nothing : html` <span class="muted">${loss === 'scrap' ? '' : '≈ '}${format.number(Math.round(pieces))} pieces</span>`}`)}</p>` : nothing}
      ${remarks.map((text) => html`<p class="remark">${mark('uncertain', 'remark')}<span>${text}</span></p>`)}`;
  }

  #timeline(figure) {
    const machines = this.machines;
    if (!machines) return nothing;
    if (!machines.length) return html`<p class="none">No states are known here: nothing was told on <code>_analytics/state/add</code> of this place in this time.</p>`;
    const data = { from: Date.parse(figure.start), to: Date.parse(figure.end), now: figure.running ? live.now() : Infinity, machines };
    const groups = new Set(machines.flatMap(({ states }) => states.map(group)));
    const cut = machines.some(({ states }) => states.length >= STATES);
    return html`<mr-plot class="timeline" .draw=${plots.timeline} .data=${data} .tip=${plots.timelineTip} .height=${plots.timelineHeight(machines)}
        label=${`States of ${machines.map(({ name, states }) => `${name}, ${states.length} stretches`).join('; ')}`}></mr-plot>
      <ul class="legend">${Object.entries(GROUPS).filter(([name]) => groups.has(name)).map(([name, text]) => html`<li><i class="state-${name}"></i>${text}</li>`)}</ul>
      ${cut ? html`<p class="muted">These are the first ${format.number(STATES)} stretches; the table has all.</p>` : nothing}
      ${this.left ? html`<p class="muted">${this.left} more machines are below this place.</p>` : nothing}`;
  }

  #cycle(figure) {
    const each = cycle(figure);
    return each === undefined ? nothing : html`<small>${format.number(each / 1000, each < 100_000 ? 2 : 0)} s for a piece, ideally</small>`;
  }

  #waterfall(figure) {
    if (!figure.waterfall.some(({ ms, left }) => ms || left)) return html`<p class="none">Nothing has passed of this time so far.</p>`;
    const nothings = none(figure);
    const known = figure.waterfall.some(({ loss }) => loss === 'scrap');
    return html`<mr-plot class="waterfall" .draw=${plots.waterfall} .data=${figure} .tip=${plots.waterfallTip} .height=${plots.waterfallHeight(figure)}
        label=${`Losses: ${greatest(figure, 9).map(({ name, ms }) => `${name} ${minutes(ms)}`).join(', ')}`}></mr-plot>
      ${known ? nothing : html`<p class="muted">What speed and scrap cost cannot be told without an ideal cycle time.</p>`}
      ${nothings.length ? html`<p class="muted">Nothing lost: ${nothings.join(', ')}.</p>` : nothing}`;
  }

  #machines() {
    const machines = this.machines ?? [];
    if (machines.length < 2) return nothing;
    return html`<select aria-label="Machine" @change=${(event) => this.#choose(event.target.value)}>
      ${machines.map(({ location, name }) => html`<option value=${location} .selected=${location === this.#machine?.location}>${name}</option>`)}</select>`;
  }

  #whenItStood() {
    const machine = this.#machine;
    if (!machine?.states.some(({ state }) => state !== 'running')) return nothing;
    return html`<section class="part" aria-label="Say why"><h3>When it stood <small>${this.machines.length > 1 ? `${machine.name}, ` : ''}the newest first; say why, or what it was really doing</small></h3>
      <mr-stops .location=${machine.location} .states=${machine.states} @told=${() => setTimeout(() => this.#ask(), SOON)}></mr-stops></section>`;
  }

  #pareto() {
    if (!this.machines) return nothing;
    if (!this.stops) return html`<p class="none">No states are known here.</p>`;
    if (!this.stops.length) return html`<p class="none">${mark('good')}It did not stand in this time.</p>`;
    return html`<mr-plot class="pareto" .draw=${plots.paretoChart} .data=${this.stops} .tip=${plots.paretoTip} .height=${plots.paretoHeight(this.stops)}
      label=${`Stops: ${this.stops.slice(0, 5).map(({ state, reason, ms }) => `${reason ?? state} ${minutes(ms)}`).join(', ')}`}></mr-plot>
      ${this.stops.length >= STOPS ? html`<p class="muted">These are the ${STOPS} longest reasons.</p>` : nothing}`;
  }
}

export function title({ kind, name, day, start }) {
  if (kind === 'order') return `Order ${name}`;
  if (kind === 'day') return day;
  if (kind === 'hour') return `${format.date(Date.parse(start))} ${format.clock(Date.parse(start)).slice(0, 5)}`;
  return `${name || 'shift'}, ${day}`;
}

function span({ start, end, running }) {
  const [from, to] = [Date.parse(start), Date.parse(end)];
  const sameDay = format.date(from) === format.date(to);
  const text = sameDay ? format.clock(to).slice(0, 5) : `${format.date(to)} ${format.clock(to).slice(0, 5)}`;
  return `${sameDay ? '' : `${format.date(from)} `}${format.clock(from).slice(0, 5)} – ${text}${running ? '' : `, ${minutes(to - from)}`}`;
}

export function corrected({ correction }) {
  return correction === 1 ? 'corrected once' : `corrected ${correction} times`;
}

function number(count, name, meaning, kind) {
  return html`<div class="figure ${kind}" title=${meaning}><b>${format.number(count)}</b><span>${name}</span></div>`;
}

function share(value, name, meaning, kind = '') {
  return html`<div class="figure ${kind} ${value === undefined ? 'zero' : value > 1 ? 'uncertain' : ''}" title=${value === undefined ? 'It cannot be told; the reason stands below' : meaning}>
    <b>${percent(value)}</b><span>${name}</span></div>`;
}

customElements.define('mr-period', Period);
