import { get } from './api.js';
import { live } from './stream.js';

const PAGE = 500;
/** Branches asked for anew with every beat. */
const REFRESHED = 8;

/** The levels of the namespace that are open, loaded as they are opened. */
export class Branches {
  constructor(changed) {
    this.changed = changed;
    this.root = branch({ path: '', name: '' });
    this.nodes = new Map();
    this.turn = 0;
  }

  get loaded() {
    return this.root.children !== undefined;
  }

  async begin() {
    await this.#load(this.root);
    // Where there is only one way to go, go it.
    let place = this.root;
    while (place.children.length === 1 && place.children[0].branch) {
      [place] = place.children;
      place.open = true;
      await this.#load(place);
    }
  }

  tags() {
    if (!this.loaded) return undefined;
    const sum = { all: 0, bad: 0, uncertain: 0, waiting: 0 };
    for (const child of this.root.children) {
      sum.all += child.tags;
      sum.bad += child.bad;
      sum.uncertain += child.uncertain;
      sum.waiting += child.waiting;
    }
    return sum;
  }

  /** What every topic begins with, where there is only one way from the top: it need not be said again. */
  common() {
    return this.root.children?.length === 1 ? `${this.root.children[0].path}/` : '';
  }

  async open(path) {
    const node = this.nodes.get(path);
    node.open = true;
    this.changed();
    if (!node.children) {
      try {
        await this.#load(node);
      } catch {
        node.open = false;
      }
      this.changed();
    }
  }

  close(path) {
    this.nodes.get(path).open = false;
    this.changed();
  }

  async more(path) {
    await this.#load(path ? this.nodes.get(path) : this.root, true);
    this.changed();
  }

  /** Opens every branch on the way to a topic. */
  async openTo(topic) {
    let place = this.root;
    for (;;) {
      if (!place.children) await this.#load(place);
      let next = place.children.find((child) => isOnWay(child, topic));
      while (!next && place.children.length < place.total) {
        await this.#load(place, true);
        next = place.children.find((child) => isOnWay(child, topic));
      }
      if (!next || next.path === topic) return;
      next.open = true;
      place = next;
    }
  }

  /** Asks again for some of the open branches in sight, in turn. */
  async refresh(inSight) {
    const open = [...this.nodes.values()].filter((node) => node.open && node.children
      && (inSight.has(node.path) || node.children.some((child) => inSight.has(child.path))));
    const due = [this.root];
    for (let i = 0; i < Math.min(REFRESHED, open.length); i++) due.push(open[this.turn++ % open.length]);
    await Promise.all([...new Set(due)].map((node) => this.#load(node).catch(() => {})));
    this.changed();
  }

  async #load(node, more = false) {
    const size = node.children?.length ?? 0;
    const answer = await get('/api/topics', {
      under: node.path || undefined,
      compact: true,
      offset: more ? size : 0,
      limit: more ? PAGE : Math.min(1_000, Math.max(PAGE, size)),
    });
    const arrived = answer.children.map((child) => this.#take(child));
    if (more) {
      const known = new Set(node.children.map((child) => child.path));
      node.children = [...node.children, ...arrived.filter((child) => !known.has(child.path))];
    } else {
      node.children = size > arrived.length ? [...arrived, ...node.children.slice(arrived.length)] : arrived;
    }
    node.total = answer.total;
  }

  #take(child) {
    let node = this.nodes.get(child.path);
    if (!node) {
      node = branch(child);
      this.nodes.set(child.path, node);
    }
    Object.assign(node, child);
    node.leaf = child.value !== undefined;
    if (node.leaf) live.learn(child.value);
    return node;
  }

  /** What is to be seen, top to bottom. */
  rows() {
    const rows = [];
    const visit = (node, depth) => {
      for (const child of node.children ?? []) {
        child.depth = depth;
        child.view = child.value;
        rows.push(child);
        if (child.open) visit(child, depth + 1);
      }
      const missing = (node.total ?? 0) - (node.children?.length ?? 0);
      if (missing > 0) rows.push({ path: `${node.path}/…`, parent: node.path, more: missing, depth });
    };
    visit(this.root, 0);
    return rows;
  }
}

function branch(child) {
  return { ...child, open: false, children: undefined, total: 0 };
}

function isOnWay(child, topic) {
  return child.path === topic || topic.startsWith(`${child.path}/`);
}
