import { html, nothing } from 'lit';
import { Element } from './element.js';
import { get, post } from './api.js';
import { live } from './stream.js';
import { mark } from './mark.js';
import { minutes } from './losses.js';
import { group } from './machine.js';
import * as format from './format.js';

const SHOWN = 6;
/** What produces is corrected too, but nobody looks for it in a list of stops. */
const PRODUCING = ['running', 'slow'];
const UNPLANNED = ['stopped', 'fault', 'microstop'];
const UNSCHEDULED = ['no-shift', 'no-order'];

/** When one machine stood, with a form to say why, or what it was really doing. Events: `told`. */
export class Stops extends Element {
  static properties = { location: {}, states: { attribute: false } };

  constructor() {
    super();
    this.#forget();
  }

  #forget() {
    this.choices = undefined;
    this.open = undefined;
    this.all = false;
    this.busy = false;
    this.said = undefined;
  }

  willUpdate(changes) {
    if (changes.has('location')) this.#forget();
  }

  get #stops() {
    return this.states.filter(({ state }) => !PRODUCING.includes(state) && !UNSCHEDULED.includes(state)).reverse();
  }

  async #toggle(stop) {
    this.open = this.open === stop.start ? undefined : stop.start;
    this.requestUpdate();
    if (!this.open) return;
    try {
      this.choices ??= await get('/api/production/choices', { location: this.location });
    } catch (problem) {
      this.said = { good: false, sentence: `${problem.detail} ${problem.remedy}` };
    }
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector('.telling input')?.focus();
  }

  async #tell(event, stop) {
    event.preventDefault();
    const form = new FormData(event.target);
    const at = (name, otherwise) => (form.get(name) === local(otherwise) || !form.get(name) ? otherwise : new Date(form.get(name)).toISOString());
    const to = stop.lasts && form.get('to') === '' ? undefined : at('to', stop.end);
    // A reason alone is that of the unplanned stops in the time; of what else it was, the state says it again.
    const state = form.get('state') || (UNPLANNED.includes(group(stop)) ? undefined : stop.state);
    const reason = form.get('reason').trim() || undefined;
    this.busy = true;
    this.requestUpdate();
    try {
      const { by } = await post('/api/production/correct', { location: this.location, from: at('from', stop.start), to, state, reason });
      this.said = { good: true, sentence: `${[state, reason].filter(Boolean).join(', ')}: told by ${by}. States and figures follow in some seconds.` };
      this.open = undefined;
      this.dispatchEvent(new CustomEvent('told', { bubbles: true }));
    } catch (problem) {
      this.said = { good: false, sentence: `${problem.detail} ${problem.remedy}` };
    }
    this.busy = false;
    this.requestUpdate();
  }

  #key(event) {
    if (event.key !== 'Escape' || !this.open) return;
    event.stopPropagation();
    const row = this.querySelector('tr.shown button');
    this.open = undefined;
    this.requestUpdate();
    row?.focus();
  }

  render() {
    const stops = this.#stops;
    if (!stops.length) return nothing;
    const shown = this.all ? stops : stops.slice(0, SHOWN);
    const now = live.now();
    return html`<div class="when">
      ${this.said ? html`<p class="result told ${this.said.good ? 'good' : 'bad'}" role="status">${mark(this.said.good ? 'good' : 'bad')}${this.said.sentence}</p>` : nothing}
      <table aria-label="When it stood" @keydown=${(event) => this.#key(event)}>
      <tbody>${shown.map((stop) => html`<tr class=${this.open === stop.start ? 'shown' : ''}>
        <td>${format.moment(stop.start, now, false)}</td><td class="right">${stop.lasts ? 'so far ' : ''}${minutes(Date.parse(stop.end) - Date.parse(stop.start))}</td>
        <td><i class="swatch state-${group(stop)}"></i>${stop.state}${stop.microstop ? html` <span class="muted">microstop</span>` : nothing}</td>
        <td class="because">${stop.reason ?? html`<span class="muted">no reason given</span>`}</td>
        <td class="right"><button class="act" aria-expanded=${this.open === stop.start} @click=${() => this.#toggle(stop)}>${stop.reason ? 'Correct…' : 'Say why…'}</button></td></tr>
        ${this.open === stop.start ? html`<tr class="shown"><td colspan="5">${this.#form(stop)}</td></tr>` : nothing}`)}</tbody></table>
      ${stops.length > shown.length ? html`<button class="quiet link" @click=${() => { this.all = true; this.requestUpdate(); }}>Show all ${format.number(stops.length)}</button>` : nothing}</div>`;
  }

  #form(stop) {
    const choices = this.choices;
    if (!choices) return nothing;
    if (!choices.correctable) return html`<p class="none">${choices.why}</p>`;
    const reasons = [...new Set([...choices.reasons, ...this.states.map(({ reason }) => reason).filter(Boolean)])];
    return html`<form class="acting telling" aria-label="Correct this stretch" @submit=${(event) => this.#tell(event, stop)}>
      <label>Why <input name="reason" list="reasons" maxlength="200" .value=${stop.reason ?? ''} placeholder="The reason, in your words"></label>
      <datalist id="reasons">${reasons.map((reason) => html`<option value=${reason}></option>`)}</datalist>
      <label>It was <select name="state"><option value="">${stop.state}, as told</option>
        ${choices.states.filter((state) => state !== stop.state).map((state) => html`<option value=${state}>${state}</option>`)}</select></label>
      <label>from <input type="datetime-local" step="1" name="from" .value=${local(stop.start)}></label>
      <label>to <input type="datetime-local" step="1" name="to" .value=${stop.lasts ? '' : local(stop.end)}></label>
      <button class="act primary" ?disabled=${this.busy}>${this.busy ? 'Telling the log…' : 'Tell'}</button>
      <span class="muted">${stop.lasts ? 'Without an end it holds until the machine begins something else. ' : ''}It is written to the log in your name.</span></form>`;
  }
}

/** A form to say that there is an order. Events: `told`. */
export class NewOrder extends Element {
  static properties = { place: {}, orders: { attribute: false } };

  constructor() {
    super();
    this.open = false;
    this.busy = undefined;
    this.said = undefined;
  }

  willUpdate(changes) {
    if (changes.has('place')) {
      this.open = false;
      this.said = undefined;
    }
  }

  /** Also for the buttons of the list. */
  async tell(action, body) {
    this.busy = action;
    this.requestUpdate();
    try {
      const { told, by } = await post(`/api/production/orders/${action}`, { location: this.place, ...body });
      this.said = { good: true, sentence: told ? `Order ${body.order}: ${DONE[action]} by ${by}. The list follows in some seconds.` : `Order ${body.order}: it is so already.` };
      this.dispatchEvent(new CustomEvent('told', { bubbles: true }));
    } catch (problem) {
      this.said = { good: false, sentence: `${problem.detail} ${problem.remedy}` };
    }
    this.busy = undefined;
    this.requestUpdate();
    return this.said.good;
  }

  async #create(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const order = form.get('order').trim();
    const quantity = form.get('quantity') === '' ? undefined : Number(form.get('quantity'));
    const cycle = form.get('cycle') === '' ? undefined : Number(form.get('cycle')) * 1000;
    const created = await this.tell('create', { order, product: form.get('product').trim() || undefined, quantity, idealCycleMs: cycle });
    if (created && form.get('start')) await this.tell('start', { order });
    if (created) {
      this.open = false;
      this.requestUpdate();
    }
  }

  async #toggle() {
    this.open = !this.open;
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector(this.open ? 'input' : 'button')?.focus();
  }

  render() {
    const products = [...new Set((this.orders ?? []).map(({ product }) => product).filter(Boolean))];
    return html`${this.said ? html`<p class="result told ${this.said.good ? 'good' : 'bad'}" role="status">${mark(this.said.good ? 'good' : 'bad')}${this.said.sentence}</p>` : nothing}
      ${this.open ? html`<form class="acting telling" aria-label="New order" @submit=${(event) => this.#create(event)} @keydown=${(event) => event.key === 'Escape' && this.#toggle()}>
        <label>Order <input name="order" maxlength="200" required></label>
        <label>Product <input name="product" list="products" maxlength="200" required></label>
        <datalist id="products">${products.map((product) => html`<option value=${product}></option>`)}</datalist>
        <label>Pieces <input name="quantity" type="number" min="1" step="1" required></label>
        <label>Ideal cycle <input name="cycle" type="number" min="0.001" step="any" placeholder="that of the product"> s</label>
        <label><input name="start" type="checkbox"> start it now</label>
        <button class="act primary" ?disabled=${this.busy}>${this.busy ? 'Telling the log…' : 'Create'}</button>
        <button type="button" class="quiet" @click=${() => this.#toggle()}>Cancel</button></form>`
    : html`<p class="tools"><button class="act" @click=${() => this.#toggle()}>New order…</button>
        <a class="link" href="/api/production/orders.csv?location=${encodeURIComponent(this.place)}" download="orders.csv">Download as CSV</a></p>`}`;
  }
}

const DONE = { create: 'created', start: 'started', stop: 'stopped' };

/** As a field for date and time wants it: by the clock of this computer. */
function local(time) {
  const at = new Date(time);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

customElements.define('mr-stops', Stops);
customElements.define('mr-new-order', NewOrder);
