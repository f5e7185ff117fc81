import { html, nothing } from 'lit';
import { Element } from './element.js';

const COLOURS = ['running', 'slow', 'stopped', 'fault', 'microstop', 'changeover', 'planned', 'idle', 'unknown', 'scrap', 'level', 'ink'];

/**
 * A drawing that stands still: `draw` makes the ECharts option of `data`, the colours and the width; `tip` says what is under
 * the pointer, as lines, the first in bold.
 */
export class Plot extends Element {
  static properties = { draw: { attribute: false }, data: { attribute: false }, tip: { attribute: false }, label: {}, height: { type: Number } };

  constructor() {
    super();
    this.height = 120;
    this.recolour = () => this.#draw();
  }

  connectedCallback() {
    super.connectedCallback();
    this.scheme = matchMedia('(prefers-color-scheme: dark)');
    this.scheme.addEventListener('change', this.recolour);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.scheme.removeEventListener('change', this.recolour);
    this.resized?.disconnect();
    this.chart?.dispose();
    this.chart = undefined;
  }

  async updated(changes) {
    if (changes.has('height')) this.chart?.resize();
    this.#draw();
    if (this.beginning) return;
    this.beginning = true;
    const echarts = await import('echarts');
    if (!this.isConnected) return;
    this.canvas = this.querySelector('.plot-canvas');
    this.chart = echarts.init(this.canvas, null, { renderer: 'canvas' });
    this.chart.on('mousemove', (at) => this.#point(at));
    this.chart.on('globalout', () => this.#point(undefined));
    this.chart.getZr().on('mousemove', (at) => at.target || this.#point(undefined));
    this.resized = new ResizeObserver(() => {
      this.chart?.resize();
      this.#draw();
    });
    this.resized.observe(this.canvas);
    this.#draw();
  }

  #draw() {
    if (!this.chart || !this.data) return;
    this.chart.setOption({
      animation: false, textStyle: { fontFamily: 'system-ui, sans-serif' },
      ...this.draw(this.data, palette(), this.canvas.clientWidth),
    }, { notMerge: true, lazyUpdate: false });
    this.dataset.drawn = 'true';
  }

  #point(at) {
    const tip = this.querySelector('.tip');
    const lines = at && this.tip?.(this.data, at);
    tip.hidden = !lines;
    if (!lines) return;
    tip.replaceChildren(...lines.map((text, i) => {
      const line = document.createElement(i ? 'div' : 'b');
      line.textContent = text;
      return line;
    }));
    const { offsetX, offsetY } = at.event;
    const left = offsetX + tip.offsetWidth + 24 > this.canvas.clientWidth;
    tip.style.transform = `translate(${Math.max(0, left ? offsetX - tip.offsetWidth - 12 : offsetX + 12)}px, ${offsetY + 14}px)`;
  }

  render() {
    return html`<div class="plot"><div class="plot-canvas" role="img" aria-label=${this.label ?? nothing} .style=${`height:${this.height}px`}></div>
      <div class="tip" hidden></div></div>`;
  }
}

/** The colours of the style sheet, which has them for dark and for light. */
function palette() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  return {
    ...Object.fromEntries(COLOURS.map((name) => [name, read(`--state-${name}`)])),
    text: read('--text'), soft: read('--soft'), muted: read('--muted'), line: read('--grid'), axis: read('--line-strong'),
    ground: read('--panel'), accent: read('--accent'),
  };
}

customElements.define('mr-plot', Plot);
