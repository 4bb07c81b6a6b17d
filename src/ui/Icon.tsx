import type { IconNode } from 'lucide';
import { createElement } from 'react';

/** As Lucide draws its icons, with a thinner line. */
const look = {
  viewBox: '0 0 24 24',
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.8,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
  'aria-hidden': true,
} as const;

/** A picture beside a name or inside a named control: never the only carrier of a meaning. */
export function Icon({ of: shapes, size = 22 }: { of: IconNode; size?: number }) {
  const drawn = shapes.map(([name, attributes]) => createElement(name, attributes));
  return createElement('svg', { ...look, width: size, height: size }, ...drawn);
}
