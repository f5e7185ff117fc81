import { svg, html } from 'lit';

const SHAPES = {
  good: svg`<circle cx="6" cy="6" r="3.6"/>`,
  uncertain: svg`<path d="M6 1.200 11.200 10.800H.8z"/>`,
  bad: svg`<path d="M1 1h10v10H1z"/><path class="cut" d="M3.600 3.600l4.800 4.800M8.400 3.600l-4.800 4.800"/>`,
  high: svg`<path d="M6 .600 11.400 6 6 11.400 .600 6z"/>`,
  waiting: svg`<circle class="ring" cx="6" cy="6" r="3.400"/>`,
  starting: svg`<circle class="ring" cx="6" cy="6" r="3.400"/>`,
  idle: svg`<path class="ring" d="M2.500 6h7"/>`,
};

/** Quality as a shape and a colour: disc, triangle, crossed square, ring; a diamond for a high alarm. Never by colour alone. */
export function mark(severity, label) {
  return html`<svg class="mark ${severity}" viewBox="0 0 12 12" role="img" aria-label=${label ?? severity}>
    ${SHAPES[severity] ?? SHAPES.waiting}
  </svg>`;
}
