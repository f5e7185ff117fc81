import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Element } from './element.js';
import { get } from './api.js';
import { live, hubInfo } from './stream.js';
import { mark } from './mark.js';
import * as format from './format.js';
import { Branches } from './branches.js';
import { foundRow, treeRow } from './rows.js';

const ROW = 26;
const FOUND_ROW = 44;
const FOUND = 500;
/** Rows drawn, and topics followed, beyond what is seen. */
const MARGIN_ROWS = 12;
const MARGIN_TOPICS = 60;

/**
 * The namespace as a tree, or as what a search found. Only the rows in sight exist in the page and only their tags are
 * followed live, so ten thousand tags cost no more than forty. Events: `pick` (a topic to look at), `pen` (a topic to
 * add to the trend).
 */
export class NamespaceTree extends Element {
  static properties = { selected: {}, pens: {} };

  constructor() {
    super();
    this.selected = undefined;
    this.pens = [];
    this.branches = new Branches(() => this.#changed());
    this.rows = [];
    this.active = undefined;
    this.search = '';
    this.found = undefined;
    this.problem = undefined;
    this.first = 0;
    this.height = 800;
  }

  connectedCallback() {
    super.connectedCallback();
    live.addEventListener('values', (event) => this.#values(event.detail));
    live.addEventListener('beat', () => this.#refresh());
    setInterval(() => this.requestUpdate(), 1_000);
    this.#begin();
  }

  async #begin() {
    try {
      await this.branches.begin();
      this.problem = undefined;
      if (this.selected) await this.reveal(this.selected);
    } catch (problem) {
      this.problem = problem;
      setTimeout(() => this.#begin(), 2_000);
    }
    this.#changed();
  }

  firstUpdated() {
    this.scroller = this.querySelector('.tree-scroll');
    new ResizeObserver(() => {
      this.height = this.scroller.clientHeight;
      this.requestUpdate();
    }).observe(this.scroller);
  }

  updated(changes) {
    if (changes.has('selected') && this.selected && this.selected !== this.active) this.reveal(this.selected);
    this.#follow();
  }

  get rowHeight() {
    return this.found ? FOUND_ROW : ROW;
  }

  #changed() {
    if (!this.found) this.rows = this.branches.rows();
    this.requestUpdate();
  }

  #values(changed) {
    for (const row of this.#inSight()) {
      if (changed.has(row.path)) {
        this.requestUpdate();
        return;
      }
    }
  }

  #range(margin) {
    const first = Math.max(0, Math.floor(this.first / this.rowHeight) - margin);
    const last = Math.min(this.rows.length, Math.ceil((this.first + this.height) / this.rowHeight) + margin);
    return [first, last];
  }

  #inSight() {
    return this.rows.slice(...this.#range(MARGIN_ROWS));
  }

  #follow() {
    const near = this.rows.slice(...this.#range(MARGIN_TOPICS));
    live.want('tree', near.filter((row) => row.leaf).map((row) => row.path));
  }

  /** Keeps the counts of the branches in sight true, and finds what is new. */
  #refresh() {
    if (this.problem) return;
    if (this.found) this.#find();
    else this.branches.refresh(new Set(this.#inSight().map((row) => row.path)));
  }

  /** Opens the way down to a topic and brings it into sight. */
  async reveal(topic) {
    this.active = topic;
    if (this.found) {
      this.requestUpdate();
      return;
    }
    try {
      await this.branches.openTo(topic);
    } catch {
      return;
    }
    this.#changed();
    await this.updateComplete;
    this.#scrollTo(topic);
  }

  #scrollTo(path) {
    const index = this.rows.findIndex((row) => row.path === path);
    if (index < 0 || !this.scroller) return;
    const top = index * this.rowHeight;
    if (top < this.scroller.scrollTop + ROW || top > this.scroller.scrollTop + this.height - 3 * this.rowHeight) {
      this.scroller.scrollTop = Math.max(0, top - this.height / 3);
    }
  }

  // ---- search

  #type(event) {
    this.search = event.target.value;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.#find(), 120);
  }

  async #find() {
    const search = this.search.trim();
    this.asking?.abort();
    if (!search) {
      const was = this.found;
      this.found = undefined;
      this.#changed();
      if (was && this.active) this.reveal(this.active);
      return;
    }
    this.asking = new AbortController();
    try {
      const answer = await get('/api/topics', { search, limit: FOUND }, this.asking.signal);
      answer.found.forEach((view) => live.learn(view));
      const isNew = this.found?.search !== search;
      this.found = answer;
      this.rows = answer.found.map((view) => ({ path: view.topic, leaf: true, view, depth: 0 }));
      if (isNew && this.scroller) this.scroller.scrollTop = 0;
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      this.found = { search, total: 0, found: [], problem };
      this.rows = [];
    }
    this.requestUpdate();
  }

  #clear() {
    this.search = '';
    this.querySelector('input[type=search]').value = '';
    this.#find();
  }

  // ---- keyboard and mouse

  focusSearch() {
    this.querySelector('input[type=search]').select();
  }

  #searchKey(event) {
    if (event.key === 'Escape') {
      if (this.search) this.#clear();
      else event.target.blur();
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      this.scroller.focus();
      if (this.rows.length) this.#go(0);
    } else if (event.key === 'Enter' && this.found?.found.length) {
      this.#pick(this.rows[0]);
    }
  }

  #key(event) {
    const index = this.rows.findIndex((row) => row.path === this.active);
    const row = this.rows[index];
    const page = Math.max(1, Math.floor(this.height / this.rowHeight) - 1);
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (event.key in moves) {
      const target = index < 0 ? 0 : index + moves[event.key];
      this.#go(Math.max(0, Math.min(this.rows.length - 1, target)));
    } else if (event.key === 'ArrowRight' && row?.branch) {
      if (row.open) this.#go(index + 1);
      else this.branches.open(row.path);
    } else if (event.key === 'ArrowLeft' && row) {
      if (row.open) this.branches.close(row.path);
      else {
        const parent = this.rows.slice(0, index).findLastIndex((above) => above.depth < row.depth);
        if (parent >= 0) this.#go(parent);
      }
    } else if (event.key === 'Enter' && row) {
      this.#click(row, event);
    } else if (event.key === '+' && row?.leaf) {
      this.#pen(row);
    } else {
      return;
    }
    event.preventDefault();
  }

  #go(index) {
    const row = this.rows[index];
    if (!row) return;
    this.active = row.path;
    const top = index * this.rowHeight;
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    else if (top + this.rowHeight > this.scroller.scrollTop + this.height) {
      this.scroller.scrollTop = top + this.rowHeight - this.height;
    }
    this.requestUpdate();
    clearTimeout(this.going);
    // The pane on the right follows once the keys rest, so that holding one down stays smooth.
    if (row.leaf) this.going = setTimeout(() => this.#pick(row), 140);
  }

  #click(row, event) {
    this.active = row.path;
    if (row.more) {
      this.branches.more(row.parent);
    } else if (row.leaf && event.shiftKey) {
      this.#pen(row);
    } else {
      if (row.branch && !this.found) {
        if (row.open) this.branches.close(row.path);
        else this.branches.open(row.path);
      }
      if (row.leaf) this.#pick(row);
    }
    this.requestUpdate();
  }

  #pick(row) {
    this.active = row.path;
    this.dispatchEvent(new CustomEvent('pick', { detail: row.path }));
  }

  #pen(row) {
    this.dispatchEvent(new CustomEvent('pen', { detail: row.path }));
  }

  // ---- drawing

  render() {
    const [first, last] = this.#range(MARGIN_ROWS);
    const rows = this.rows.slice(first, last).map((row, i) => ({ row, top: (first + i) * this.rowHeight }));
    const state = {
      active: this.active, selected: this.selected, pens: this.pens,
      search: this.found?.search ?? '', common: this.branches.common(),
      click: (row, event) => this.#click(row, event), pen: (row) => this.#pen(row),
    };
    return html`
      <div class="search">
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><circle cx="7" cy="7" r="4.500"/><path d="m10.500 10.500 3.500 3.500"/></svg>
        <input type="search" placeholder="Find a tag: kiln temp, kwh, motor …" aria-label="Find a tag"
          spellcheck="false" autocomplete="off" @input=${this.#type} @keydown=${this.#searchKey}>
        ${this.search ? html`<button class="quiet" @click=${this.#clear} aria-label="Clear the search">✕</button>` : html`<kbd>/</kbd>`}
      </div>
      <div class="tree-scroll" tabindex="0" role="tree" aria-label="Namespace"
        aria-activedescendant=${this.active ? `row-${this.active}` : nothing}
        @scroll=${(event) => { this.first = event.target.scrollTop; this.requestUpdate(); }} @keydown=${this.#key}>
        <div class="tree-space" .style=${`height:${this.rows.length * this.rowHeight}px`}>
          ${repeat(rows, ({ row }) => row.path, ({ row, top }) => this.found ? foundRow(row, top, state) : treeRow(row, top, state))}
        </div>
        ${this.#empty()}
      </div>
      <div class="tree-foot">${this.#foot()}</div>`;
  }

  #foot() {
    if (this.found) {
      const { total, found } = this.found;
      return total > found.length ? html`${found.length} of ${total} found – type more to narrow` : `${total} found`;
    }
    const tags = this.branches.tags();
    return tags ? html`<span>${format.number(tags.all)} tags</span>
      ${tags.bad ? html`<span class="count bad">${mark('bad')}${tags.bad} bad</span>` : nothing}
      ${tags.uncertain ? html`<span class="count uncertain">${mark('uncertain')}${tags.uncertain} uncertain</span>` : nothing}
      ${tags.waiting ? html`<span class="count waiting">${mark('waiting')}${tags.waiting} waiting</span>` : nothing}` : nothing;
  }

  #empty() {
    if (this.rows.length) return nothing;
    if (this.found) {
      return html`<div class="empty"><p>${this.found.problem ? this.found.problem.detail : html`No tag matches <b>${this.found.search}</b>.`}</p>
        <p>Every word must occur in the topic, the unit or the description.</p></div>`;
    }
    if (this.problem) return html`<div class="empty"><p>${this.problem.detail}</p><p>${this.problem.remedy}</p></div>`;
    if (!this.branches.loaded) return nothing;
    this.info ?? hubInfo().then((info) => { this.info = info; this.requestUpdate(); }, () => {});
    const address = /\/\/([^:/]+):(\d+)/.exec(this.info?.mqtt ?? '') ?? ['', '127.0.0.1', '1883'];
    return html`<div class="empty"><h3>The namespace is empty</h3>
      <p>Add a connection to the site file, or publish a first value by MQTT:</p>
      <pre>mosquitto_pub -h ${address[1]} -p ${address[2]} \\
  -t ${this.info?.namespaceRoot ?? 'umh/v1'}/plant/line-1/_historian/temperature \\
  -m '{"value": 21.5}'</pre>
      <p>It appears here as soon as it arrives.</p></div>`;
  }
}

customElements.define('mr-tree', NamespaceTree);
