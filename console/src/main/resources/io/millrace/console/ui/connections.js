import { html, nothing } from 'lit';
import { Element } from './element.js';
import { get } from './api.js';
import { live } from './stream.js';
import { mark } from './mark.js';
import { stateMark } from './detail.js';
import * as format from './format.js';

const ORDER = { degraded: 0, starting: 1, stopped: 2, active: 3, idle: 4 };

/** The second room: every connection and what it is doing. */
export class Connections extends Element {
  constructor() {
    super();
    this.connections = undefined;
    this.before = new Map();
    this.problem = undefined;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#ask();
    this.asking = setInterval(() => this.#ask(), 2_000);
    this.ticking = setInterval(() => this.requestUpdate(), 1_000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.asking);
    clearInterval(this.ticking);
  }

  async #ask() {
    if (document.hidden) return;
    try {
      const { connections } = await get('/api/connections');
      const at = performance.now();
      for (const connection of connections) {
        const before = this.before.get(connection.name);
        if (before && at > before.at && connection.samples >= before.samples) {
          connection.rate = ((connection.samples - before.samples) * 1000) / (at - before.at);
        }
        this.before.set(connection.name, { at, samples: connection.samples });
      }
      connections.sort((a, b) => (ORDER[a.state] ?? 9) - (ORDER[b.state] ?? 9) || a.name.localeCompare(b.name, 'en', { numeric: true }));
      this.connections = connections;
      this.problem = undefined;
    } catch (problem) {
      this.problem = problem;
    }
    this.requestUpdate();
  }

  render() {
    const all = this.connections;
    if (!all) return html`<div class="room">${this.problem ? this.#failed() : nothing}</div>`;
    if (!all.length) {
      return html`<div class="room"><div class="empty"><h3>No connections</h3>
        <p>A connection links the hub to one device. Add one under <code>connections:</code> in the site file and start the hub again;
        values published by MQTT need none.</p></div></div>`;
    }
    const filtered = all.some((connection) => connection.leftOut);
    const troubled = all.filter((connection) => connection.state === 'degraded').length;
    return html`<div class="room connections ${this.problem ? 'old' : ''}">
      <h1>Connections <small>${all.length} in all${troubled ? html`, <b class="bad">${troubled} not delivering</b>` : ''}</small></h1>
      ${this.problem ? this.#failed() : nothing}
      <div class="table-scroll"><table>
        <thead><tr><th>State</th><th>Connection</th><th>Endpoint</th><th class="right">Since</th><th class="right">Tags</th><th class="right">Bad</th>
          <th class="right">Samples</th>${filtered
            ? html`<th class="right" title="by dead-bands, swinging doors and intervals">Left out</th>` : nothing}<th class="right">Per second</th><th>Last error</th></tr></thead>
        <tbody>${all.map((connection) => this.#row(connection, filtered))}</tbody>
      </table></div></div>`;
  }

  #failed() {
    return html`<p class="problem">${this.problem.detail} ${this.problem.remedy}</p>`;
  }

  #row(connection, filtered) {
    const now = live.now();
    return html`<tr class=${connection.state}>
      <td><span class="state ${connection.state}">${mark(stateMark(connection.state))}${connection.state}</span></td>
      <td><b>${connection.name}</b> <small class="note">${connection.connector}</small>
        ${connection.reason ? html`<p class="reason">${connection.reason}</p>` : nothing}</td>
      <td class="code">${connection.endpoint}</td>
      <td class="right" title=${format.moment(connection.since, now)}>${format.duration(now - Date.parse(connection.since))}</td>
      <td class="right">${format.number(connection.tags)}</td>
      <td class="right">${connection.badTags ? html`<span class="count bad">${mark('bad')}${format.number(connection.badTags)}</span>` : html`<span class="muted">0</span>`}</td>
      <td class="right">${format.number(connection.samples)}</td>
      ${filtered ? html`<td class="right">${connection.leftOut ? format.number(connection.leftOut) : html`<span class="muted">0</span>`}</td>` : nothing}
      <td class="right">${connection.rate === undefined ? html`<span class="muted">–</span>` : format.number(connection.rate, connection.rate < 10 ? 1 : 0)}</td>
      <td class="error">${connection.lastError && connection.lastError !== connection.reason
        ? html`${connection.lastError} <small class="note">${format.duration(now - Date.parse(connection.lastErrorAt))} ago</small>`
        : html`<span class="muted">none</span>`}</td>
    </tr>`;
  }
}

customElements.define('mr-connections', Connections);
