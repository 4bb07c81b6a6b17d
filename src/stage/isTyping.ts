/** Whether a key goes into something that needs it itself: a text, a slider, a list. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select, [role="slider"]'))
  );
}
