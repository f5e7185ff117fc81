import { html, nothing } from 'lit';
import { Element } from './element.js';
import { get } from './api.js';
import { live } from './stream.js';
import { mark } from './mark.js';
import * as format from './format.js';

/** The way of the newest stored sample of a topic, station by station, with the time between. Event: `close`. */
export class Trace extends Element {
  static properties = { topic: {} };

  willUpdate(changes) {
    if (changes.has('topic')) {
      this.way = undefined;
      this.ask();
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.asking?.abort();
  }

  async ask() {
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    this.problem = undefined;
    this.requestUpdate();
    try {
      this.way = await get('/api/trace', { topic: this.topic }, asking.signal);
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      this.problem = problem;
      this.way = undefined;
    }
    if (this.asking === asking) this.asking = undefined;
    this.requestUpdate();
  }

  render() {
    return html`<section class="way" aria-label="Trace" aria-busy=${Boolean(this.asking)}>
      <header><h2>Trace</h2>${this.way ? this.#what(this.way) : nothing}<span class="spring"></span>
        <button class="quiet" @click=${() => this.ask()}>${this.asking ? 'looking…' : 'trace the newest'}</button>
        <button class="quiet" aria-label="Close the trace" @click=${() => this.dispatchEvent(new CustomEvent('close'))}>✕</button></header>
      ${this.problem ? html`<p class="none">${this.problem.detail} ${this.problem.remedy}</p>` : this.way ? this.#way(this.way) : html`<p class="none">Looking for it in the historian and the log…</p>`}
    </section>`;
  }

  #what(way) {
    return html`<span class="what">${way.value === undefined ? nothing : html`<b>${way.value}</b>`}
      ${way.quality ? html`<span>${way.quality}</span>` : nothing}<span class="muted">of ${format.moment(way.time, live.now())}</span></span>`;
  }

  #way(way) {
    const timed = way.hops.filter((hop) => hop.at).map((hop) => ({ ...hop, millis: format.micros(hop.at) }));
    const unknown = way.hops.filter((hop) => !hop.at);
    const spans = timed.slice(1).map((hop, i) => hop.millis - timed[i].millis);
    const longest = Math.max(...spans);
    const whole = timed.length > 1 ? timed.at(-1).millis - timed[0].millis : undefined;
    return html`
      <ol class="stations">${timed.map((hop, i) => html`
        ${i ? html`<li class="leg ${spans[i - 1] === longest && timed.length > 2 ? 'longest' : ''}" aria-label="time between"><span>${format.took(spans[i - 1])}</span><i></i></li>` : nothing}
        <li class="station ${hop.name === 'quarantined' ? 'bad' : ''}" title=${hop.sentence}>
          <b>${hop.name}</b><i></i><time>${clock(hop.millis)}</time><small>${hop.sentence}</small></li>`)}</ol>
      ${way.error ? html`<p class="result bad">${mark('bad')}${way.error}</p>` : nothing}
      <dl class="more">
        ${whole === undefined ? nothing : html`<div><dt>All the way</dt><dd><b>${format.took(whole)}</b></dd></div>`}
        ${way.source ? html`<div><dt>Source</dt><dd>${way.source}</dd></div>` : nothing}
        <div><dt>Log</dt><dd>${way.place ? html`<code>${way.place}</code>` : html`<span class="muted">the log does not have it any more</span>`}</dd></div>
        ${unknown.map((hop) => html`<div><dt>${hop.name}</dt><dd class="muted">${hop.sentence || 'nobody knows when'}</dd></div>`)}
      </dl>`;
  }
}

/** To the microsecond, the last three digits set off. */
function clock(millis) {
  const micros = Math.round((millis - Math.floor(millis)) * 1000);
  return html`${format.clock(Math.floor(millis), true)}<span>${String(micros).padStart(3, '0')}</span>`;
}

customElements.define('mr-trace', Trace);
