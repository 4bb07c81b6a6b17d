import type { IconNode } from 'lucide';
import { createElement } from 'react';

/** Attributes of Lucide's icons, with a thinner line than Lucide's default. */
const look = {
  viewBox: '0 0 24 24',
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.8,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
  'aria-hidden': true,
} as const;

/** A decorative icon, hidden from screen readers. The icon needs a label beside it, or its control needs one. */
export function Icon({ of: shapes, size = 22 }: { of: IconNode; size?: number }) {
  const drawn = shapes.map(([name, attributes]) => createElement(name, attributes));
  return createElement('svg', { ...look, width: size, height: size }, ...drawn);
}
