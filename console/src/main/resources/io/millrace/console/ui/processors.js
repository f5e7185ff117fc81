import { html, nothing } from 'lit';
import { Element } from './element.js';
import { get } from './api.js';
import { live } from './stream.js';
import { mark } from './mark.js';
import { chevron, walk } from './ledger.js';
import * as route from './route.js';
import * as format from './format.js';
import * as words from './words.js';

const ORDER = { failed: 0, degraded: 1, restoring: 2, stopped: 3, waiting: 4, running: 5 };
const MARKS = { running: 'good', waiting: 'waiting', restoring: 'starting', degraded: 'bad', failed: 'bad', stopped: 'idle' };
const OFTEN = 2_000;
const COLUMNS = 9;
/** A browser's address takes no more topics than this. */
const FOLLOWED = 200;

/** Every processor, what it is doing, and what it makes of what. Event: `show`. */
export class Processors extends Element {
  static properties = { open: {} };

  constructor() {
    super();
    this.processors = undefined;
    this.problem = undefined;
    this.#close();
  }

  #close() {
    this.detail = undefined;
    this.detailProblem = undefined;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#ask();
    this.asking = setInterval(() => this.#ask(), OFTEN);
    this.ticking = setInterval(() => this.requestUpdate(), 1_000);
    this.listener = () => this.open && this.requestUpdate();
    live.addEventListener('values', this.listener);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.asking);
    clearInterval(this.ticking);
    live.removeEventListener('values', this.listener);
    live.want('processors', []);
  }

  willUpdate(changes) {
    if (changes.has('open')) {
      this.#close();
      live.want('processors', []);
      this.#askOpen();
    }
  }

  async #ask() {
    if (document.hidden) return;
    try {
      const { processors } = await get('/api/processors');
      processors.sort((a, b) => (ORDER[a.state] ?? 9) - (ORDER[b.state] ?? 9) || a.name.localeCompare(b.name, 'en', { numeric: true }));
      this.processors = processors;
      this.problem = undefined;
      this.#askOpen();
    } catch (problem) {
      this.problem = problem;
    }
    this.requestUpdate();
  }

  async #askOpen() {
    const name = this.open;
    if (!name) return;
    let detail;
    let problem;
    try {
      detail = await get(`/api/processors/${encodeURIComponent(name)}`);
    } catch (failure) {
      problem = failure;
    }
    if (name !== this.open) return;
    this.detail = detail ?? this.detail;
    this.detailProblem = problem;
    const views = [...(detail?.reads ?? []), ...(detail?.writes ?? [])].flatMap((filter) => filter.topics);
    views.forEach((view) => live.learn(view));
    if (detail) live.want('processors', [...new Set(views.map((view) => view.topic))].slice(0, FOLLOWED));
    this.requestUpdate();
  }

  #toggle(name) {
    this.dispatchEvent(new CustomEvent('show', { detail: { processor: name === this.open ? undefined : name }, bubbles: true }));
  }

  // ---- drawing

  render() {
    const all = this.processors;
    if (!all) return html`<div class="room">${this.problem ? this.#failed(this.problem) : nothing}</div>`;
    if (!all.length) return this.#none();
    const troubled = all.filter(({ state }) => state === 'degraded' || state === 'failed').length;
    return html`<div class="room processors ${this.problem ? 'old' : ''}">
      <h1>Processors <small>${all.length} in all${troubled ? html`, <b class="bad">${troubled} in trouble</b>` : ''}</small></h1>
      ${this.problem ? this.#failed(this.problem) : nothing}
      ${this.#restoring(all)}
      ${this.open && this.detailProblem && !all.some(({ name }) => name === this.open) ? this.#failed(this.detailProblem) : nothing}
      <div class="table-scroll"><table>
        <thead><tr><th>State</th><th>Processor</th><th class="right">Since</th>
          <th class="right" title="A location, a topic or a key each, with a state of its own">Instances</th>
          <th class="right" title="since the hub started, and per second">Inputs</th>
          <th class="right" title="since the hub started, and per second; corrections included">Outputs</th>
          <th class="right" title="What was said anew of something said before">Corrections</th>
          <th class="right" title="Inputs that came late: put in their place, and beneath them those too late to count">Late</th>
          <th class="right" title="Inputs that could not be used: they are in the quarantine">Refused</th></tr></thead>
        <tbody @keydown=${walk}>${all.map((processor) => this.#row(processor))}</tbody>
      </table></div></div>`;
  }

  #failed(problem) {
    return html`<p class="problem">${problem.detail} ${problem.remedy}</p>`;
  }

  #none() {
    return html`<div class="room"><div class="empty"><h3>No processors</h3>
      <p>A processor makes counts, machine states and derived tags of what comes, and writes them back into the namespace.
      Add one under <code>processors:</code> in the site file and start the hub again:</p>
      <pre>processors:
  bags:
    location: packing/+
    counter:
      pulses: {input: _historian/barrier}</pre></div></div>`;
  }

  /** The engine reads back the state of all processors together. */
  #restoring(all) {
    const one = all.find(({ state }) => state === 'restoring');
    if (!one) return nothing;
    const whole = one.restored + one.toRestore;
    return html`<section class="restore" role="status"><p><b>Reading back what was known.</b>
        Nothing is lost: inputs wait in the log, and the work goes on where it was.
        <span class="spring"></span><span class="muted">${format.number(one.restored)} of ${format.number(whole)} records</span></p>
      <progress value=${one.restored} max=${Math.max(1, whole)} aria-label="Records of state read back"></progress></section>`;
  }

  #row(processor) {
    const now = live.now();
    const isOpen = processor.name === this.open;
    return html`<tr class="processor ${processor.state} ${isOpen ? 'shown' : ''}" @click=${() => this.#toggle(processor.name)}>
        <td><span class="state ${processor.state}">${mark(MARKS[processor.state], processor.state)}${processor.state}</span></td>
        <td class="who"><button class="toggle" aria-expanded=${isOpen} @click=${(event) => { event.stopPropagation(); this.#toggle(processor.name); }}>
            ${chevron(isOpen)}<b>${processor.name}</b></button> <small class="note">${processor.kind}</small>
          <p class="place">${processor.location}</p>
          ${processor.reason ? html`<p class="reason">${processor.reason}</p>` : nothing}</td>
        <td class="right" title=${format.moment(processor.since, now)}>${format.duration(now - Date.parse(processor.since))}</td>
        <td class="right">${count(processor.instances)}</td>
        <td class="right">${count(processor.inputs)}${rate(processor.inputsPerSecond)}</td>
        <td class="right">${count(processor.outputs)}${rate(processor.outputsPerSecond)}</td>
        <td class="right">${count(processor.corrections)}</td>
        <td class="right">${count(processor.late)}${processor.tooLate
          ? html`<small class="beneath uncertain" title="More than ${span(processor.latenessMillis)} behind newer ones: they changed nothing">${format.number(processor.tooLate)} too late</small>` : nothing}</td>
        <td class="right">${processor.refused ? html`<span class="count uncertain">${mark('uncertain')}${format.number(processor.refused)}</span>` : count(0)}</td>
      </tr>
      ${isOpen ? html`<tr class="whole"><td colspan=${COLUMNS}>${this.#whole()}</td></tr>` : nothing}`;
  }

  #whole() {
    if (!this.detail) return this.detailProblem ? this.#failed(this.detailProblem) : nothing;
    const { processor, reads, writes } = this.detail;
    return html`<div class="making">
      ${this.#filters(processor, 'Reads', reads, 'nothing came so far')}
      ${this.#filters(processor, 'Writes', writes, 'nothing so far')}
      <dl class="plain">
        <div><dt>Waits for late inputs</dt><dd>${span(processor.latenessMillis)}</dd></div>
        <div><dt>Takes silence for an answer after</dt><dd>${span(processor.patienceMillis)}</dd></div>
        <div><dt>Duplicates</dt><dd>${format.number(processor.duplicates)}</dd></div>
        <div><dt>Configuration</dt><dd><code>${processor.revision}</code></dd></div>
      </dl>
      ${processor.refused ? this.#refused(processor) : nothing}</div>`;
  }

  #filters(processor, title, filters, silent) {
    return html`<section aria-label=${title}><h3>${title}</h3>
      <table class="topics"><tbody>${filters.map((filter) => this.#filter(processor, filter, silent))}</tbody></table></section>`;
  }

  #refused(processor) {
    return html`<p class="refused">${mark('uncertain')}<span>${processor.lastProblem ? html`Last refused ${format.duration(live.now() - Date.parse(processor.lastProblemAt))} ago:
        ${processor.lastProblem}` : nothing}
      <a class="link" href=${route.format({ room: 'deliveries', source: `processor:${processor.name}`, hop: `processor:${processor.name}` })}>What it refused</a></span></p>`;
  }

  /** A filter has its topics beside it, of which only what tells them apart is written. */
  #filter(processor, { role, filter, topics, more }, silent) {
    const name = html`${role ? html`<span class="role">${role}</span>` : nothing}${below(filter, processor.location)}`;
    if (!topics.length) return html`<tr><td class="filter" title=${filter}>${name}</td><td colspan="3" class="muted">${more ? 'too many topics to look through' : silent}</td></tr>`;
    return html`${topics.map((known, i) => this.#topic(known, filter, i ? nothing : name, topics.length + (more ? 1 : 0)))}
      ${more ? html`<tr><td colspan="3" class="muted">and more; the namespace has all</td></tr>` : nothing}`;
  }

  #topic(known, filter, name, rows) {
    const view = live.values.get(known.topic) ?? known;
    return html`<tr>${name === nothing ? nothing : html`<td class="filter" rowspan=${rows} title=${filter}>${name}</td>`}
      <td class="on" title=${view.topic}>${mark(view.severity, view.quality)} <a class="link" href=${route.format({ topic: view.topic })}>${apart(view.topic, filter) || words.topic(view.topic).name}</a></td>
      <td class="right figure">${format.value(view)} <span class="muted">${view.unit ?? ''}</span></td>
      <td class="right age">${view.time ? format.age(live.now() - Date.parse(view.time)) : ''}</td></tr>`;
  }
}

/** A filter as the site file writes it: below the location of its processor. */
function below(filter, location) {
  const at = filter.indexOf(`/${location}/`);
  return at < 0 ? filter : filter.slice(at + location.length + 2);
}

/** umh/v1/a/line-1/_historian/x by umh/v1/a/+/_historian/x -> line-1; empty where nothing is left open. */
function apart(topic, filter) {
  const wanted = filter.split('/');
  const parts = topic.split('/');
  const open = (level) => level === '+' || level === '#';
  const first = wanted.findIndex(open);
  if (first < 0) return '';
  const after = wanted.length - 1 - wanted.findLastIndex(open);
  return parts.slice(first, parts.length - after).join('/');
}

/** 60000 -> 1 min, 1500 -> 1.50 s */
function span(millis) {
  return millis % 1000 ? format.took(millis) : format.duration(millis).replace(/ 0 \w+$/, '');
}

function count(n) {
  return n ? format.number(n) : html`<span class="muted">0</span>`;
}

function rate(perSecond) {
  return perSecond ? html`<small class="beneath">${format.number(perSecond, perSecond < 10 ? 1 : 0)} /s</small>` : nothing;
}

customElements.define('mr-processors', Processors);
