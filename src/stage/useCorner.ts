import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { cornerByKey, cornerPoint, nearestCorner, nextCorner } from './corner.ts';
import type { Place } from './placement.ts';

interface Point {
  x: number;
  y: number;
}

/** One's own picture in a talk of two: in which corner, and how it follows finger, mouse and arrows. */
export function useCorner(stage: { width: number; height: number }) {
  const [corner, setCorner] = useState({ isRight: true, isBottom: true });
  /** Where it is while a finger holds it. */
  const [held, setHeld] = useState<Point>();
  const grip = useRef<Point>(undefined);

  function place(self: Place): Place {
    return { ...self, ...(held ?? cornerPoint(corner, stage, self)) };
  }

  function handlers(self: Place) {
    return {
      onPointerDown(event: PointerEvent<HTMLElement>): void {
        event.stopPropagation();
        const { x, y } = place(self);
        grip.current = { x: event.clientX - x, y: event.clientY - y };
      },
      onPointerMove(event: PointerEvent<HTMLElement>): void {
        if (!grip.current || event.buttons === 0) return;
        const point = { x: event.clientX - grip.current.x, y: event.clientY - grip.current.y };
        const from = place(self);
        // A tap on a button trembles; from here on it is a movement, and the button is not pressed.
        if (!held && Math.hypot(point.x - from.x, point.y - from.y) < 8) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setHeld(point);
      },
      onPointerUp: drop,
      onPointerCancel: drop,
    };
    function drop(): void {
      grip.current = undefined;
      if (held) setCorner(nearestCorner(held, stage, self));
      setHeld(undefined);
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    const next = cornerByKey(corner, event.key);
    if (!next) return;
    event.preventDefault();
    setCorner(next);
  }

  return { place, handlers, onKeyDown, moveOn: () => setCorner(nextCorner), isHeld: held !== undefined };
}
