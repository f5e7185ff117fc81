import { html, nothing } from 'lit';
import { Element } from './element.js';
import { get } from './api.js';
import { live } from './stream.js';
import { mark } from './mark.js';
import * as route from './route.js';
import * as format from './format.js';
import './trend.js';
import './trace.js';

/** How often what is around the value (trace, connection) is asked for, at most and at least. */
const SOONEST = 1_000;
const LATEST = 4_000;

/** All there is to know of one topic: its value now, where it comes from, and its trend. */
export class Detail extends Element {
  static properties = { topic: {}, pens: {}, range: {}, from: {}, to: {} };

  constructor() {
    super();
    this.pens = [];
    this.detail = undefined;
    this.problem = undefined;
    this.asked = 0;
    this.copied = false;
    this.tracing = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listener = (event) => {
      if (event.detail.has(this.topic)) {
        this.requestUpdate();
        this.#ask(SOONEST);
      }
    };
    live.addEventListener('values', this.listener);
    this.ticking = setInterval(() => {
      this.requestUpdate();
      this.#ask(LATEST);
    }, 1_000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    live.removeEventListener('values', this.listener);
    clearInterval(this.ticking);
    live.want('detail', []);
  }

  willUpdate(changes) {
    if (changes.has('topic')) {
      this.detail = undefined;
      this.problem = undefined;
      this.copied = false;
      this.tracing = false;
      this.asking?.abort();
      this.asking = undefined;
      live.want('detail', [this.topic]);
      this.#ask(0);
    }
  }

  async #ask(interval) {
    const now = performance.now();
    if (this.asking || now - this.asked < interval || document.hidden) return;
    this.asked = now;
    const asking = new AbortController();
    this.asking = asking;
    try {
      this.detail = await get('/api/detail', { topic: this.topic }, asking.signal);
      this.problem = undefined;
      live.learn(this.detail.now);
    } catch (problem) {
      if (problem.name !== 'AbortError') this.problem = problem;
    }
    if (this.asking === asking) this.asking = undefined;
    this.requestUpdate();
  }

  async #copy() {
    await navigator.clipboard?.writeText(this.topic);
    this.copied = true;
    this.requestUpdate();
    setTimeout(() => {
      this.copied = false;
      this.requestUpdate();
    }, 1_500);
  }

  render() {
    const view = live.values.get(this.topic) ?? this.detail?.now;
    if (!view) {
      if (!this.problem) return html`<div class="detail"></div>`;
      return html`<div class="detail"><div class="empty"><h3>${this.problem.status === 404 ? 'No such topic' : 'No answer'}</h3>
        <p>${this.problem.detail}</p><p>${this.problem.remedy}</p></div></div>`;
    }
    const detail = this.detail;
    return html`<div class="detail">
      ${this.#head(view)}
      <div class="facts">
        ${this.#now(view, detail)}
        ${this.#times(view)}
        ${this.#source(view, detail)}
      </div>
      ${this.#trace(detail?.now, detail?.trace)}
      ${this.tracing ? html`<mr-trace .topic=${this.topic} @close=${() => this.#tracing(false)}></mr-trace>` : nothing}
      ${format.isNumeric(view) || view.type === undefined && view.kind === 'sample' && !detail?.recent.length
        ? html`<mr-trend .topic=${this.topic} .unit=${view.unit} .type=${view.type} .pens=${this.pens}
            .range=${this.range} .from=${this.from} .to=${this.to}></mr-trend>`
        : this.#list(view, detail)}
    </div>`;
  }

  #head(view) {
    const parts = this.topic.split('/');
    const contract = parts.findIndex((part) => part.startsWith('_'));
    return html`<header class="topic">
      <div class="path"><span>${parts.slice(0, contract + 1).map((part, i) => html`${i ? html`<i>/</i>` : nothing}${part}`)}<i>/</i></span>
        <button class="quiet copy" @click=${this.#copy} title="Copy the topic">${this.copied ? '✓ copied' : html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><rect x="5.500" y="5.500" width="8" height="8" rx="1.500"/><path d="M10.500 3.500v-.500a1 1 0 0 0-1-1h-6.500a1 1 0 0 0-1 1v6.500a1 1 0 0 0 1 1h.500"/></svg> copy topic`}</button>
      </div>
      <h1>${parts.slice(contract + 1).join('/')}</h1>
      ${view.description ? html`<p class="description">${view.description}</p>` : nothing}
    </header>`;
  }

  #now(view, detail) {
    const { severity, words } = format.quality(view.quality);
    const good = detail?.lastGood;
    const hasValue = view.value !== undefined || view.text !== undefined;
    const text = view.kind !== 'sample' || view.type === 'text';
    return html`<section class="now ${view.severity}">
      <div class="big ${text ? 'text' : ''}" aria-live="off">${hasValue && view.kind !== 'raw'
        ? html`<span class="figure">${format.value(view)}</span>${view.unit ? html`<span class="unit">${view.unit}</span>` : nothing}`
        : html`<span class="figure none">${view.kind === 'raw' ? 'raw bytes' : 'no value'}</span>`}</div>
      <div class="quality ${view.severity}">${mark(view.severity)}<b>${live.state === 'lost' ? html`was ${severity}` : severity}</b>${words ? html`<span>${words}</span>` : nothing}
        ${view.code ? html`<code>0x${view.code.toString(16).toUpperCase().padStart(8, '0')}</code>` : nothing}</div>
      ${this.#corrected(detail?.made)}
      ${view.severity === 'good' ? nothing : html`<p class="meaning">${format.meaning(view.quality)}
        ${detail?.deviceWords ? html`<q>${detail.deviceWords}</q>` : nothing}
        ${good && view.severity === 'bad' ? html`Last good: <b>${format.value(good)} ${good.unit ?? ''}</b>,
          ${format.duration(live.now() - Date.parse(good.time))} ago.` : nothing}</p>`}
    </section>`;
  }

  #corrected(made) {
    if (made?.retracted) {
      return html`<p class="correction"><b>taken back</b> What was said for this time does not hold any more, and nothing takes its place.</p>`;
    }
    return made?.correction === undefined ? nothing
      : html`<p class="correction" title=${`Correction ${made.correction} of this processor here`}><b>corrected</b> It was said otherwise before a late or changed input came.</p>`;
  }

  #times(view) {
    const now = live.now();
    const source = view.time ? format.micros(view.time) : undefined;
    const received = view.received ? format.micros(view.received) : undefined;
    const ahead = source !== undefined && source - (received ?? now) > 5_000;
    return html`<dl class="fact">
      <dt>Age</dt><dd class="age">${source === undefined ? '–' : format.duration(now - source)}</dd>
      <dt>Source time</dt><dd>${source === undefined ? '–' : html`${format.moment(view.time, now)}
        ${view.timestamped ? nothing : html`<small class="note" title="The sender gave no time; the received time stands in.">received time</small>`}
        ${ahead ? html`<small class="warn">clock ahead by ${format.duration(source - (received ?? now))}</small>` : nothing}`}</dd>
      <dt>Received</dt><dd>${received === undefined ? html`<span class="muted">from the historian</span>`
        : html`${format.moment(view.received, now)} <small class="note">${format.delta(received - source)}</small>`}</dd>
    </dl>`;
  }

  #source(view, detail) {
    if (detail?.made) return this.#made(detail.made, detail);
    const status = detail?.status;
    const mqtt = detail?.connection?.startsWith('mqtt:');
    return html`<dl class="fact">
      <dt>Connection</dt><dd>${status
        ? html`<a href="#/connections" class="state ${status.state}" title=${status.reason ?? ''}>${mark(stateMark(status.state))}${status.name}</a>
            <small class="note">${status.connector}, ${status.state}</small>`
        : mqtt ? html`MQTT client <b>${detail.connection.slice(5)}</b>` : detail?.connection ?? '–'}</dd>
      <dt>Address</dt><dd class="code">${detail?.address || (mqtt ? 'published by the client' : '–')}</dd>
      ${detail?.filter ? html`<dt>Filter</dt><dd>${detail.filter.rule}
        <small class="note" title="since the hub started">${format.number(detail.filter.written)} of ${format.number(detail.filter.offered)} written</small></dd>` : nothing}
      <dt>Log</dt><dd>${this.#log(detail)}</dd>
    </dl>`;
  }

  /** A derived tag has no device: it was made, by a processor and of inputs. */
  #made(made, detail) {
    const now = live.now();
    const here = this.topic.slice(0, this.topic.indexOf('/_') + 1);
    return html`<dl class="fact made">
      <dt>Processor</dt><dd><a class="link" href=${route.format({ room: 'processors', processor: made.processor })}>${made.processor}</a>
        <small class="note">${made.kind ?? 'not in the site file any more'}</small>
        ${made.outdated ? html`<small class="warn">made by an earlier configuration, ${made.revision}</small>` : nothing}</dd>
      <dt>Made from</dt><dd>${made.inputs.length ? html`<ul class="inputs">${made.inputs.map((input) => html`<li>
          <a class="link" title=${input.topic} href=${route.format({ topic: input.topic })}>${input.topic.startsWith(here) ? input.topic.slice(here.length) : input.topic}</a>
          <small class="note">${format.moment(input.time, now)}</small></li>`)}
          ${made.more ? html`<li class="note">and ${format.number(made.more)} more</li>` : nothing}</ul>`
        : detail.trace ? html`<span class="muted">nothing having come</span>`
          : html`<span class="muted">told with the next value; this one is from the historian</span>`}</dd>
      <dt>Log</dt><dd>${this.#log(detail)}</dd>
    </dl>`;
  }

  #log(detail) {
    return detail?.trace ? html`${detail.trace.log}<span class="muted">-${detail.trace.partition} at</span>
        ${format.number(detail.trace.offset)}` : '–';
  }

  #tracing(now) {
    this.tracing = now;
    this.requestUpdate();
  }

  /** The way of the newest sample up to the log, and the action that finds out the rest. */
  #trace(view, trace) {
    const action = html`<button class="act trace-action" aria-expanded=${this.tracing} title="The whole way of the newest sample: device, log, MQTT, historian"
      @click=${() => this.#tracing(!this.tracing)}>Trace</button>`;
    if (!trace) return html`<div class="trace">${action}</div>`;
    const steps = [];
    if (view.timestamped && view.time) steps.push({ component: 'source', at: format.micros(view.time) });
    for (const hop of trace.hops) steps.push({ component: hop.component, at: hop.time ? format.micros(hop.time) : undefined });
    steps.push({ component: 'log', at: format.micros(trace.logged) });
    return html`<div class="trace" title=${Object.entries(trace.headers).map(([name, value]) => `${name}: ${value}`).join('\n')}>
      ${action}
      ${steps.map((step, i) => {
        const before = steps[i - 1]?.at;
        return html`${i ? html`<span class="hop">${before !== undefined && step.at !== undefined ? format.delta(step.at - before) : ''}</span>` : nothing}
          <span class="step">${step.component}</span>`;
      })}
      <span class="ids">${trace.source && trace.source !== this.detail.connection ? html`${trace.source} · ` : nothing}
        ${trace.epoch === undefined ? nothing : html`epoch ${trace.epoch} · `}${trace.sequence === undefined ? nothing : html`seq ${format.number(trace.sequence)}`}</span>
    </div>`;
  }

  #list(view, detail) {
    const now = live.now();
    const values = detail?.recent.length ? detail.recent : [view];
    return html`<section class="list"><h2>${view.kind === 'sample' ? 'Changes' : 'Messages'} <small>since the hub started, the last ${values.length}</small></h2>
      <div class="list-scroll"><table><tbody>${values.map((entry) => html`<tr>
        <td class="time">${entry.time ? format.moment(entry.time, now) : '–'}</td>
        <td>${mark(entry.severity, entry.quality)}</td>
        <td class="entry">${entry.kind === 'sample' ? format.value(entry) : html`<pre>${pretty(entry.text)}</pre>`}
          ${entry.cut ? html`<small class="note">shortened; the log has the whole</small>` : nothing}</td></tr>`)}</tbody></table></div>
    </section>`;
  }
}

export function stateMark(state) {
  return { active: 'good', degraded: 'bad', starting: 'starting', idle: 'idle', stopped: 'waiting' }[state] ?? 'waiting';
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

customElements.define('mr-detail', Detail);
