import { html, nothing } from 'lit';
import { live } from './stream.js';
import { mark } from './mark.js';
import * as format from './format.js';

function classes(row, state, kind) {
  return `${kind}${row.path === state.active ? ' active' : ''}${row.path === state.selected ? ' selected' : ''}`;
}

/** A place or a tag in the tree. State says what is active, and what to do on a click. */
export function treeRow(row, top, state) {
  if (row.more) {
    return html`<div class=${classes(row, state, 'row more')} .style=${`transform:translateY(${top}px);padding-left:${8 + row.depth * 15 + 18}px`}
      @click=${(event) => state.click(row, event)}>${row.more} more…</div>`;
  }
  const view = row.leaf ? live.values.get(row.path) ?? row.view : undefined;
  return html`<div id=${`row-${row.path}`} class=${classes(row, state, 'row')} role="treeitem" aria-level=${row.depth + 1}
      aria-expanded=${row.branch ? String(row.open) : nothing} aria-selected=${row.path === state.selected}
      .style=${`transform:translateY(${top}px)`} title=${row.path} @click=${(event) => state.click(row, event)}>
    <span class="name" .style=${`padding-left:${row.depth * 15}px`}>
      ${row.branch ? html`<svg class="chevron ${row.open ? 'open' : ''}" viewBox="0 0 12 12" aria-hidden="true"><path d="M4 2.500 8 6l-4 3.500"/></svg>` : html`<span class="chevron"></span>`}
      ${row.leaf ? mark(view.severity, view.quality) : nothing}
      <span class="text ${row.leaf ? '' : 'branch'}">${row.leaf ? row.name : branchName(row.name)}</span>
      ${row.leaf && state.pens.includes(row.path) ? html`<span class="has-pen" title="in the trend"></span>` : nothing}
    </span>
    ${row.leaf ? value(view) : counts(row)}
    ${row.leaf && view.kind === 'sample' && view.type !== 'text' ? html`<button class="add quiet" title="Add to the trend (Shift-click)" aria-label="Add to the trend" tabindex="-1"
      @click=${(event) => { event.stopPropagation(); state.pen(row); }}>+</button>` : nothing}
  </div>`;
}

function branchName(name) {
  return name.split('/').map((segment, i) => html`${i ? html`<i>/</i>` : nothing}${segment.startsWith('_')
    ? html`<em>${segment}</em>` : segment}`);
}

function counts(row) {
  const troubled = row.bad || row.uncertain;
  return html`<span class="counts">
    ${row.bad ? html`<span class="count bad" title="${row.bad} bad">${mark('bad')}${row.bad}</span>` : nothing}
    ${row.uncertain ? html`<span class="count uncertain" title="${row.uncertain} uncertain">${mark('uncertain')}${row.uncertain}</span>` : nothing}
    ${row.waiting && !troubled ? html`<span class="count waiting" title="${row.waiting} without a value">${mark('waiting')}${row.waiting}</span>` : nothing}
    <span class="total" title="${row.tags} tags">${format.number(row.tags)}</span>
  </span>`;
}

function value(view) {
  const nothingThere = view.severity !== 'good' && view.value === undefined && view.text === undefined;
  return html`<span class="value ${view.severity} ${view.type ?? view.kind}">${nothingThere
      ? html`<span class="why">${format.quality(view.quality).words}</span>` : format.value(view)}</span>
    <span class="unit">${nothingThere ? '' : view.unit ?? ''}</span>
    <span class="age">${view.time ? format.age(live.now() - Date.parse(view.time)) : ''}</span>`;
}

/** A tag that a search found, with the words of the search marked. */
export function foundRow(row, top, state) {
  const view = live.values.get(row.path) ?? row.view;
  const { common } = state;
  const parts = (row.path.startsWith(common) ? row.path.slice(common.length) : row.path).split('/');
  const contract = parts.findIndex((part) => part.startsWith('_'));
  return html`<div id=${`row-${row.path}`} class=${classes(row, state, 'row found')} role="treeitem" aria-level="1"
      aria-selected=${row.path === state.selected} .style=${`transform:translateY(${top}px)`} title=${row.path}
      @click=${(event) => state.click(row, event)}>
    <span class="name">
      ${mark(view.severity, view.quality)}
      <span class="text"><b>${marked(parts.slice(contract + 1).join('/'), state.search)}</b>
        <small>${contract < 0 ? nothing : html`${marked(parts.slice(0, contract).join('/'), state.search)} <em>${parts[contract]}</em>`}
          ${view.description ? html` · ${marked(view.description, state.search)}` : nothing}</small></span>
    </span>
    ${value(view)}
    ${view.kind === 'sample' && view.type !== 'text' ? html`<button class="add quiet" title="Add to the trend (Shift-click)" aria-label="Add to the trend" tabindex="-1"
      @click=${(event) => { event.stopPropagation(); state.pen(row); }}>+</button>` : nothing}
  </div>`;
}

/** The text with the words of the search marked in it. */
function marked(text, search) {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word);
  const lower = text.toLowerCase();
  const hits = new Array(text.length).fill(false);
  for (const word of words) {
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) hits.fill(true, at, at + word.length);
  }
  const pieces = [];
  for (let i = 0; i < text.length;) {
    let end = i;
    while (end < text.length && hits[end] === hits[i]) end++;
    pieces.push(hits[i] ? html`<mark>${text.slice(i, end)}</mark>` : text.slice(i, end));
    i = end;
  }
  return pieces;
}
