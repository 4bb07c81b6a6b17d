import { useRef, type PointerEvent } from 'react';
import { readSwipe, type Touch } from './swipe.ts';

/**
 * Handlers that turn the page of tiles at a swipe with a finger. Guests with a mouse use the buttons instead.
 *
 * @param isMirrored whether text runs from right to left
 */
export function useSwipe(onStep: (step: -1 | 1) => void, isMirrored: () => boolean) {
  const start = useRef<{ pointer: number; touch: Touch }>(undefined);
  return {
    onPointerDown(event: PointerEvent): void {
      // A touch with two fingers is a pinch, which zooms the page, so it is not a swipe.
      const isSwipe = event.pointerType !== 'mouse' && event.isPrimary;
      start.current = isSwipe ? { pointer: event.pointerId, touch: touchOf(event) } : undefined;
    },
    onPointerUp(event: PointerEvent): void {
      const from = start.current;
      start.current = undefined;
      if (from?.pointer !== event.pointerId) return;
      const step = readSwipe(from.touch, touchOf(event), isMirrored());
      if (step) onStep(step);
    },
    onPointerCancel(): void {
      start.current = undefined;
    },
  };
}

function touchOf({ clientX, clientY, timeStamp }: PointerEvent): Touch {
  return { x: clientX, y: clientY, timeMs: timeStamp };
}
