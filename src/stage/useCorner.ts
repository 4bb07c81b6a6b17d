import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { cornerByKey, cornerPoint, nearestCorner, nextCorner } from './corner.ts';
import { isInButton } from '../start/page/standardElements.ts';
import type { Place } from './placement.ts';

interface Point {
  x: number;
  y: number;
}

/** Position of the guest's own small tile in a call of two, and handlers for dragging the tile and for arrow keys. */
export function useCorner(stage: { width: number; height: number }) {
  const [corner, setCorner] = useState({ isRight: true, isBottom: true });
  /** Position of the tile while the guest drags it. */
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
        // The tile captures the pointer at once, because the first movement of a fast mouse already leads out of the
        // tile. It does not do so if the touch begins on a button, because the button would get no click.
        if (!isInButton(event.target)) event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove(event: PointerEvent<HTMLElement>): void {
        if (!grip.current || event.buttons === 0) return;
        const point = { x: event.clientX - grip.current.x, y: event.clientY - grip.current.y };
        const from = place(self);
        // A shorter movement is a tap with a trembling finger, perhaps on a button. A longer one drags the tile and
        // does not press the button.
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
