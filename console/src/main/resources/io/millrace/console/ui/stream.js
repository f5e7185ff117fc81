import { escape, get } from './api.js';

/** The hub sends a beat every 3 s; so long without one and the connection counts as lost. */
const SILENCE = 8_000;
const RETRY = 2_000;
/** A tab nobody looks at gives its stream back after so long: browsers open only six to one host. */
const HIDDEN = 15_000;

/**
 * The one live connection of this page. Everyone says which topics they show ({@link want}); the newest value of every
 * topic ever seen is in {@link values}. Events: `values` (detail: set of topics that changed), `state`, `beat`.
 */
class Live extends EventTarget {
  values = new Map();
  /** connecting, live, lost or paused */
  state = 'connecting';
  lastHeard = undefined;
  beat = undefined;

  #wants = new Map();
  #open = new Set();
  #source = undefined;
  #pending = undefined;
  #offset = 0;
  #timers = {};
  #started = performance.now();

  start() {
    this.#reopen();
    setInterval(() => this.#judge(), 500);
    document.addEventListener('visibilitychange', () => this.#visibility());
    // A page kept for the way back would keep its stream, and with it one of the six.
    addEventListener('pagehide', () => this.#pause());
    addEventListener('pageshow', (event) => {
      if (event.persisted) this.#visibility();
    });
  }

  /** Now by the hub's clock: ages must not depend on the clock of this computer. */
  now() {
    return Date.now() + this.#offset;
  }

  /** Since when nothing was heard, in milliseconds. */
  silence() {
    return performance.now() - (this.lastHeard ?? this.#started);
  }

  want(who, topics) {
    this.#wants.set(who, topics);
    const all = new Set([...this.#wants.values()].flat());
    const covered = [...all].every((topic) => this.#open.has(topic));
    if (covered && this.#open.size <= all.size + 400) return;
    // While there is no connection the next attempt, which is on its way, asks for all of it.
    if (this.state === 'lost') return;
    clearTimeout(this.#timers.want);
    this.#timers.want = setTimeout(() => this.#reopen(), 80);
  }

  /** Takes a value that came by another way, unless a newer one is known. */
  learn(view) {
    const known = this.values.get(view.topic);
    if (!known || (view.time ?? '') >= (known.time ?? '') || !this.#open.has(view.topic)) this.values.set(view.topic, view);
  }

  #reopen() {
    clearTimeout(this.#timers.retry);
    if (this.state === 'paused') return;
    const topics = [...new Set([...this.#wants.values()].flat())].slice(0, 500);
    const source = new EventSource(`/api/live?${topics.map((topic) => `topic=${escape(topic)}`).join('&')}`);
    const before = this.#source;
    this.#pending?.close();
    this.#pending = source;
    source.onopen = () => {
      before?.close();
      this.#source = source;
      this.#pending = undefined;
      this.#open = new Set(topics);
      this.#heard();
    };
    source.onerror = () => {
      // The browser opens again by itself after a cut; not after a refusal, and never sooner than we want.
      source.close();
      if (this.#pending === source) this.#pending = undefined;
      if (this.#source === source) {
        this.#source = undefined;
        this.#open = new Set();
      }
      if (!this.#source && !this.#pending) {
        this.#change('lost');
        clearTimeout(this.#timers.retry);
        this.#timers.retry = setTimeout(() => this.#reopen(), RETRY);
      }
    };
    source.addEventListener('values', (event) => this.#take(JSON.parse(event.data)));
    source.addEventListener('beat', (event) => this.#takeBeat(JSON.parse(event.data)));
    source.addEventListener('dropped', () => this.#heard());
  }

  #take(views) {
    const changed = new Set();
    for (const view of views) {
      this.values.set(view.topic, view);
      changed.add(view.topic);
    }
    this.#heard();
    this.dispatchEvent(new CustomEvent('values', { detail: changed }));
  }

  #takeBeat(beat) {
    this.#offset = Date.parse(beat.now) - Date.now();
    this.beat = beat;
    this.#heard();
    this.dispatchEvent(new CustomEvent('beat'));
  }

  #heard() {
    this.lastHeard = performance.now();
    if (this.state !== 'paused') this.#change('live');
  }

  #judge() {
    if (this.state !== 'paused' && this.silence() > SILENCE) {
      this.#change('lost');
      if (this.#source) {
        // Open but dead: a cable was pulled. Only a new connection can tell.
        this.#source.close();
        this.#source = undefined;
        this.#open = new Set();
        this.#reopen();
      }
    }
  }

  #visibility() {
    clearTimeout(this.#timers.hidden);
    if (document.hidden) {
      this.#timers.hidden = setTimeout(() => this.#pause(), HIDDEN);
    } else if (this.state === 'paused') {
      this.#change('connecting');
      this.#reopen();
    }
  }

  #pause() {
    this.#change('paused');
    this.#source?.close();
    this.#pending?.close();
    this.#source = undefined;
    this.#pending = undefined;
    this.#open = new Set();
  }

  #change(state) {
    if (this.state === state) return;
    this.state = state;
    document.documentElement.dataset.live = state;
    this.dispatchEvent(new CustomEvent('state'));
  }
}

export const live = new Live();

/** What the hub says of itself, asked once. */
let info;
export function hubInfo() {
  info ??= get('/api/info').catch((problem) => {
    info = undefined;
    throw problem;
  });
  return info;
}
