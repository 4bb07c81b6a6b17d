import type { IconNode } from 'lucide';
import { createElement } from 'react';

/** Lucide's default attributes, with a thinner line. */
const look = {
  viewBox: '0 0 24 24',
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.8,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
  'aria-hidden': true,
} as const;

/** A decorative icon, hidden from screen readers. Needs a label beside it or on its control. */
export function Icon({ of: shapes, size = 22 }: { of: IconNode; size?: number }) {
  const drawn = shapes.map(([name, attributes]) => createElement(name, attributes));
  return createElement('svg', { ...look, width: size, height: size }, ...drawn);
}
