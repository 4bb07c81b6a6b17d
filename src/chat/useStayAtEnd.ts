import { useEffect, type RefObject } from 'react';

/** How far from the end still counts as reading the newest. */
const nearEndPx = 80;

/** Scrolls to the end when something is added, unless the guest has scrolled up to read. */
export function useStayAtEnd(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    let isAtEnd = true;
    const note = () => {
      isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx;
    };
    const follow = () => {
      if (isAtEnd) element.scrollTop = element.scrollHeight;
    };
    follow();
    element.addEventListener('scroll', note);
    const additions = new MutationObserver(follow);
    additions.observe(element, { childList: true, subtree: true });
    // The keyboard of a phone, or a text that grows line by line, takes height away.
    const size = new ResizeObserver(follow);
    size.observe(element);
    return () => {
      element.removeEventListener('scroll', note);
      additions.disconnect();
      size.disconnect();
    };
  }, [ref]);
}
