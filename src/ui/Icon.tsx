import type { LucideIcon } from 'lucide-react';

/** A picture beside a name or inside a named control: never the only carrier of a meaning. */
export function Icon({ of: Shape, size = 22 }: { of: LucideIcon; size?: number }) {
  return <Shape aria-hidden="true" size={size} strokeWidth={1.8} />;
}
