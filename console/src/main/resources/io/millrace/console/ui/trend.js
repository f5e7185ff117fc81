import { html, nothing } from 'lit';
import { Element } from './element.js';
import { get } from './api.js';
import { live } from './stream.js';
import { Chart, MARGIN } from './chart.js';
import * as pen from './pen.js';
import * as format from './format.js';
import * as words from './words.js';

const RANGES = { '5m': ['5 min', 300_000], '1h': ['1 h', 3_600_000], '8h': ['8 h', 28_800_000], '1d': ['1 d', 86_400_000], '7d': ['7 d', 604_800_000] };
const SHORTEST = 5_000;
const LONGEST = 2 * 366 * 86_400_000;

/**
 * The trend of a tag and of those added to it. With a range it ends now and moves on; zoomed or moved it stands still,
 * and the hub is asked again for the span in sight. Events: `range`, `view` (from, to), `unpen`.
 */
export class Trend extends Element {
  static properties = { topic: {}, unit: {}, type: {}, pens: {}, range: {}, from: {}, to: {} };

  constructor() {
    super();
    this.pens = [];
    this.range = '1h';
    this.curves = new Map();
    this.view = undefined;
    this.problem = undefined;
    this.loading = false;
    this.cursor = undefined;
    this.loadedAt = 0;
  }

  get isLive() {
    return this.from === undefined;
  }

  get rangeMillis() {
    return (RANGES[this.range] ?? RANGES['1h'])[1];
  }

  connectedCallback() {
    super.connectedCallback();
    this.listener = (event) => this.#values(event.detail);
    live.addEventListener('values', this.listener);
    this.ticking = setInterval(() => this.#tick(), 1_000);
    this.scheme = matchMedia('(prefers-color-scheme: dark)');
    this.recolour = () => this.chart?.colours() || this.#draw();
    this.scheme.addEventListener('change', this.recolour);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    live.removeEventListener('values', this.listener);
    this.scheme.removeEventListener('change', this.recolour);
    clearInterval(this.ticking);
    clearTimeout(this.settling);
    this.asking?.abort();
    this.chart?.dispose();
    this.chart = undefined;
    live.want('trend', []);
  }

  async firstUpdated() {
    this.canvas = this.querySelector('.canvas');
    this.chart = new Chart(this.canvas);
    this.#listen();
    new ResizeObserver(() => {
      this.chart?.resize();
      this.#draw();
    }).observe(this.canvas);
    await this.chart.ready;
    this.#draw();
  }

  updated(changes) {
    if (['topic', 'pens', 'range', 'from', 'to'].some((name) => changes.has(name))) {
      const topics = [this.topic, ...this.pens.filter((topic) => topic !== this.topic)];
      const sameTopics = topics.join() === [...this.curves.keys()].join();
      if (!sameTopics) {
        this.curves = new Map(topics.map((topic) => [topic, this.curves.get(topic) ?? { drawn: undefined }]));
        live.want('trend', topics);
      }
      this.view = this.isLive ? this.#liveView() : [this.from, this.to];
      this.#load();
      this.#draw();
    }
  }

  #liveView() {
    const now = live.now();
    return [now - this.rangeMillis, now];
  }

  #tick() {
    if (!this.isLive || document.hidden || live.state === 'lost') return;
    this.view = this.#liveView();
    // What came live is only the newest of each quarter second: the hub's own account takes its place now and then.
    if (performance.now() - this.loadedAt > Math.max(10_000, this.rangeMillis / 200)) this.#load();
    this.#draw();
  }

  async #load() {
    this.loadedAt = performance.now();
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    this.loading = true;
    const [from, to] = this.view.map((time) => new Date(Math.round(time)).toISOString());
    const width = this.canvas?.clientWidth || 800;
    const points = Math.max(100, Math.min(1_500, Math.round(width / 1.5 / 50) * 50));
    try {
      await Promise.all([...this.curves].map(async ([topic, curve]) => {
        const trend = await get('/api/trend', { topic, from, to, points }, asking.signal);
        curve.drawn = pen.draw(trend);
        const view = live.values.get(topic);
        if (view) this.#append(curve, view);
      }));
      this.problem = undefined;
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      this.problem = problem;
      for (const curve of this.curves.values()) curve.drawn ??= pen.draw({ from, to, points, buckets: [], gaps: [] });
    }
    this.loading = false;
    this.#draw();
    this.requestUpdate();
  }

  #values(changed) {
    let any = false;
    for (const [topic, curve] of this.curves) {
      if (changed.has(topic) && curve.drawn && this.isLive) any = this.#append(curve, live.values.get(topic)) || any;
    }
    if (any) this.#draw();
    if ([...this.curves.keys()].some((topic) => changed.has(topic))) this.requestUpdate();
  }

  #append(curve, view) {
    if (!this.isLive || !view.time || view.kind !== 'sample') return false;
    return pen.append(curve.drawn, Date.parse(view.time), Number(view.value), view.severity === 'bad' || view.value === undefined);
  }

  #draw() {
    if (!this.chart || this.drawing) return;
    this.drawing = requestAnimationFrame(() => {
      this.drawing = undefined;
      if (!this.chart || !this.view) return;
      this.chart.draw(this.view, [...this.curves].map(([topic, curve]) => this.#curve(topic, curve)), this.isLive && live.state === 'live');
      this.#point();
    });
  }

  #curve(topic, curve) {
    const view = live.values.get(topic);
    return { topic, drawn: curve.drawn, unit: view?.unit ?? '', isBoolean: view?.type === 'boolean' };
  }

  // ---- moving about

  #listen() {
    this.canvas.addEventListener('wheel', (event) => {
      event.preventDefault();
      const [from, to] = this.view;
      const at = this.#timeAt(event);
      const factor = event.deltaY > 0 ? 1.25 : 0.8;
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) this.#move((event.deltaX / this.#width()) * (to - from));
      else this.#show(at - (at - from) * factor, at + (to - at) * factor);
    }, { passive: false });
    this.canvas.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      this.canvas.setPointerCapture(event.pointerId);
      this.grip = { x: event.clientX, view: this.view };
    });
    this.canvas.addEventListener('pointermove', (event) => {
      if (this.grip && Math.abs(event.clientX - this.grip.x) > 3) {
        const [from, to] = this.grip.view;
        const by = ((this.grip.x - event.clientX) / this.#width()) * (to - from);
        this.#show(from + by, to + by);
        this.canvas.classList.add('gripped');
      }
      this.cursor = { x: event.offsetX, time: this.#timeAt(event) };
      this.#point();
    });
    this.canvas.addEventListener('pointerup', () => this.#release());
    this.canvas.addEventListener('pointercancel', () => this.#release());
    this.canvas.addEventListener('pointerleave', () => {
      this.cursor = undefined;
      this.#point();
    });
    this.canvas.addEventListener('dblclick', () => this.#live(this.range));
    this.canvas.addEventListener('keydown', (event) => this.#key(event));
  }

  #release() {
    this.grip = undefined;
    this.canvas.classList.remove('gripped');
  }

  #key(event) {
    const [from, to] = this.view;
    const span = to - from;
    if (event.key === 'ArrowLeft') this.#move(-span / 8);
    else if (event.key === 'ArrowRight') this.#move(span / 8);
    else if (event.key === '+') this.#show(from + span / 8, to - span / 8);
    else if (event.key === '-') this.#show(from - span / 6, to + span / 6);
    else if (event.key === 'Home') this.#live(this.range);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #width() {
    return Math.max(1, this.canvas.clientWidth - MARGIN.left - this.chart.right);
  }

  #timeAt(event) {
    const [from, to] = this.view;
    return from + ((event.offsetX - MARGIN.left) / this.#width()) * (to - from);
  }

  #move(by) {
    this.#show(this.view[0] + by, this.view[1] + by);
  }

  /** Shows another span at once, with what is there, and asks for it once the hand rests. */
  #show(from, to) {
    let span = Math.max(SHORTEST, Math.min(LONGEST, to - from));
    const latest = live.now() + span * 0.02;
    const end = Math.min(latest, from + (to - from) / 2 + span / 2);
    this.view = [end - span, end].map(Math.round);
    this.from = this.view[0];
    this.to = this.view[1];
    this.#draw();
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.#send('view', { from: this.view[0], to: this.view[1] }), 200);
  }

  #live(range) {
    clearTimeout(this.settling);
    this.from = undefined;
    this.to = undefined;
    this.#send('range', range);
  }

  #send(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }

  // ---- what is under the cursor

  #point() {
    const line = this.querySelector('.cursor');
    const tip = this.querySelector('.tip');
    const inside = this.cursor && this.cursor.x >= MARGIN.left && this.cursor.x <= this.canvas.clientWidth - this.chart.right;
    if (!inside || this.grip || !this.view) {
      line.hidden = true;
      tip.hidden = true;
      return;
    }
    const [from, to] = this.view;
    const time = from + ((this.cursor.x - MARGIN.left) / this.#width()) * (to - from);
    line.hidden = false;
    line.style.transform = `translateX(${this.cursor.x}px)`;
    tip.hidden = false;
    tip.replaceChildren(this.#tip(time));
    const left = this.cursor.x + tip.offsetWidth + 24 > this.canvas.clientWidth;
    tip.style.transform = `translateX(${left ? this.cursor.x - tip.offsetWidth - 12 : this.cursor.x + 12}px)`;
  }

  #tip(time) {
    const box = document.createDocumentFragment();
    const head = document.createElement('div');
    head.className = 'when';
    head.textContent = `${format.date(time)} ${format.clock(time)}`;
    box.append(head);
    for (const [topic, curve] of this.curves) {
      const point = curve.drawn && pen.at(curve.drawn, time);
      const view = live.values.get(topic);
      const row = document.createElement('div');
      row.className = 'reading';
      const swatch = document.createElement('i');
      swatch.style.background = this.chart.penColour([...this.curves.keys()].indexOf(topic));
      const text = document.createElement('b');
      text.textContent = !point ? 'no data' : point.bad ? 'bad' : view?.type === 'boolean' ? (point.v ? 'true' : 'false')
        : `${format.number(point.v)} ${view?.unit ?? ''}`;
      if (point?.bad) text.className = 'bad';
      row.append(swatch, text);
      if (point && !point.bad && point.max > point.min && view?.type !== 'boolean') {
        const spread = document.createElement('small');
        spread.textContent = `${format.number(point.min)} … ${format.number(point.max)}`;
        row.append(spread);
      }
      if (this.curves.size > 1) {
        const name = document.createElement('span');
        name.textContent = short(topic);
        row.append(name);
      }
      box.append(row);
      const gap = pen.gapAt(curve.drawn, time);
      if (gap) box.append(why(gap));
    }
    return box;
  }

  // ---- drawing

  render() {
    const hasPoints = [...this.curves.values()].some((curve) => curve.drawn?.runs.length || curve.drawn?.bad.length);
    return html`<section class="trend">
      <div class="controls">
        <div class="ranges" role="group" aria-label="Range">${Object.entries(RANGES).map(([name, [label]]) => html`
          <button aria-pressed=${this.isLive && name === this.range} @click=${() => this.#live(name)}>${label}</button>`)}</div>
        ${this.isLive ? nothing : html`<button class="to-live" @click=${() => this.#live(this.range)}>→ now</button>
          <span class="span">${this.#span()}</span>`}
        <span class="spring"></span>
        <span class="hint">${this.loading ? 'reading…' : 'wheel zooms · drag moves'}</span>
      </div>
      <ul class="pens">${[...this.curves.keys()].map((topic, i) => this.#pen(topic, i))}</ul>
      <div class="chart">
        <div class="canvas" tabindex="0" role="img" aria-label="Trend. Arrow keys move, plus and minus zoom, Home returns to now."></div>
        <div class="cursor" hidden></div><div class="tip" hidden></div>
        ${this.problem ? html`<div class="message problem">${this.problem.detail} ${this.problem.remedy}</div>`
          : !this.loading && !hasPoints ? html`<div class="message">Nothing was recorded in this span.</div>` : nothing}
      </div>
    </section>`;
  }

  #span() {
    return `${format.date(this.from)} ${format.clock(this.from)} – ${format.date(this.to) === format.date(this.from)
      ? '' : `${format.date(this.to)} `}${format.clock(this.to)}`;
  }

  #pen(topic, i) {
    const view = live.values.get(topic);
    return html`<li title=${topic}><i class="swatch pen-${i + 1}"></i>${short(topic)}
      ${view?.value === undefined ? html`<b class=${view?.severity ?? ''}>${format.quality(view?.quality).words || 'no value'}</b>`
        : html`<b>${format.value(view)}</b> ${view.unit ?? ''}`}
      ${i ? html`<button class="quiet" aria-label="Remove from the trend" @click=${() => this.#send('unpen', topic)}>✕</button>` : nothing}</li>`;
  }
}

/** What is known of a gap. */
function why(gap) {
  const box = document.createElement('div');
  box.className = 'why';
  const head = document.createElement('b');
  head.textContent = `${words.reason(gap.reason)}, ${format.duration(gap.to - gap.from)}${gap.count ? `, ${format.number(gap.count)} lost` : ''}`;
  box.append(head, gap.sentence);
  return box;
}

/** The last of the location and the name: enough to tell pens apart. */
function short(topic) {
  const parts = topic.split('/');
  const contract = parts.findIndex((part) => part.startsWith('_'));
  return [parts[contract - 1], ...parts.slice(contract + 1)].join('/');
}

customElements.define('mr-trend', Trend);
