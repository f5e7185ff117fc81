import { html, nothing } from 'lit';
import { live } from './stream.js';
import { mark } from './mark.js';
import * as route from './route.js';
import * as format from './format.js';
import * as words from './words.js';

/** Which of the columns ask for a look when they are not zero, and how urgently. */
const URGENCY = { rejected: 'uncertain', shed: 'bad', late: 'uncertain', lost: 'bad' };
const COLUMNS = [...words.PARTS, ...words.BESIDE];

/** The account as the equation it is, with its verdict. */
export function balance(entries) {
  const sum = words.total(entries);
  const uneven = entries.filter((entry) => !entry.balanced).length;
  return html`<section class="balance" aria-label="Balance">
    ${figure('received', sum.received, 'all that came, and what was known to come')}
    ${words.PARTS.map(([name, meaning], i) => html`<i aria-hidden="true">${i ? '+' : '='}</i>${figure(name, sum[name], meaning)}`)}
    ${uneven ? html`<p class="verdict bad">${mark('bad')}<b>does not balance</b>
        <span>${uneven} ${uneven === 1 ? 'source' : 'sources'}, ${format.number(sum.missing)} not accounted for: a fault of the program, please report it</span></p>`
      : html`<p class="verdict good" title="received = delivered + duplicate + rejected + shed">${mark('good')}<b>balances</b><span>nothing is unaccounted for</span></p>`}
    <div class="beside">${words.BESIDE.map(([name, meaning]) => figure(name, sum[name], meaning))}</div>
  </section>`;
}

function figure(name, count, meaning) {
  return html`<div class="figure ${count ? URGENCY[name] ?? '' : 'zero'}" title=${meaning}>
    <b>${format.number(count)}</b><span>${name}</span></div>`;
}

/** The table by source; the source that is open shows its topics. */
export function table(ledger, open, topics, toggle, choose) {
  return html`<div class="table-scroll"><table class="ledger">
    <thead><tr><th>Source</th><th class="right">Received</th>${COLUMNS.map(([name, meaning], i) => html`
      <th class="right ${i === words.PARTS.length ? 'apart' : ''}" title=${meaning}>${name[0].toUpperCase()}${name.slice(1)}</th>`)}<th class="right">Last</th></tr></thead>
    <tbody @keydown=${walk}>${ledger.entries.map((entry) => html`
      ${sourceRow(entry, entry.source === open, toggle)}
      ${entry.source === open ? below(entry, topics, choose) : nothing}`)}
    ${ledger.more ? html`<tr class="more"><td colspan="10">These are the ${ledger.entries.length} most recent sources; the table
      <code>millrace.ledger</code> of the historian has all.</td></tr>` : nothing}</tbody>
  </table></div>`;
}

function sourceRow(entry, isOpen, toggle) {
  const { name, kind } = words.source(entry.source);
  return html`<tr class="source ${isOpen ? 'shown' : ''}" @click=${() => toggle(entry.source)}>
    <td><button class="toggle" aria-expanded=${isOpen} @click=${(event) => { event.stopPropagation(); toggle(entry.source); }}>
      ${chevron(isOpen)}<b>${name}</b></button> <small class="note">${kind}</small>
      ${entry.balanced ? nothing : html`<small class="warn">${mark('bad')}does not balance</small>`}</td>
    ${counts(entry)}</tr>`;
}

function below(entry, topics, choose) {
  const reasons = Object.entries(entry.rejections).sort((a, b) => b[1] - a[1]);
  return html`
    ${reasons.length ? html`<tr class="below"><td colspan="10"><span class="reasons"><span class="muted">Rejected:</span>
      ${reasons.map(([code, count]) => html`<button class="chip" title=${`${code}: show them in the quarantine`} @click=${() => choose(code)}>
        <b>${format.number(count)}</b> ${words.reason(code)}</button>`)}</span></td></tr>` : nothing}
    ${topics?.problem ? html`<tr class="below"><td colspan="10" class="problem">${topics.problem.detail} ${topics.problem.remedy}</td></tr>` : nothing}
    ${topics?.entries?.map((topic) => topicRow(topic)) ?? nothing}
    ${topics?.more ? html`<tr class="below more"><td colspan="10">These are the ${topics.entries.length} most recent topics; the table
      <code>millrace.ledger</code> of the historian has all.</td></tr>` : nothing}`;
}

function topicRow(entry) {
  if (!entry.topic) {
    return html`<tr class="below"><td><span class="muted">what belongs to no topic</span></td>${counts(entry)}</tr>`;
  }
  const { place, name } = words.topic(entry.topic);
  return html`<tr class="below"><td title=${entry.topic}><a href=${route.format({ topic: entry.topic })}>
    <span class="place">${place}/</span><span class="name">${name}</span></a></td>${counts(entry)}</tr>`;
}

function counts(entry) {
  const last = Date.parse(entry.last);
  return html`${cell('received', entry.received)}${COLUMNS.map(([name], i) => cell(name, entry[name], i === words.PARTS.length, reasonsOf(name, entry)))}
    <td class="right age" title=${`${format.date(last)} ${format.clock(last)}`}>${format.age(live.now() - last)}</td>`;
}

function reasonsOf(name, entry) {
  return name === 'rejected' && entry.rejected
    ? Object.entries(entry.rejections).map(([code, count]) => `${count} ${words.reason(code)}`).join('\n') : nothing;
}

function cell(name, count, apart, title = nothing) {
  return html`<td class="right ${count ? URGENCY[name] ?? '' : 'zero'} ${apart ? 'apart' : ''}" title=${title}>${format.number(count)}</td>`;
}

export function chevron(isOpen) {
  return html`<svg class="chevron ${isOpen ? 'open' : ''}" viewBox="0 0 12 12" aria-hidden="true"><path d="M4 2.500 8 6l-4 3.500"/></svg>`;
}

/** Arrow keys go from row to row of a table. */
export function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !event.target.matches('.toggle')) return;
  const all = [...event.currentTarget.querySelectorAll('.toggle')];
  const next = all[all.indexOf(event.target) + step];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}
