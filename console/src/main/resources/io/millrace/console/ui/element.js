import { LitElement } from 'lit';

/** A custom element that renders into the page itself: one style sheet, one set of variables, plain selectors. */
export class Element extends LitElement {
  createRenderRoot() {
    return this;
  }
}
