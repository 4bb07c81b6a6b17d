import { useEffect, type RefObject } from 'react';

/** Distance from the end up to which the guest counts as reading the newest message. */
const nearEndPx = 80;

/** Scrolls to the end when content is added, unless the guest has scrolled up. */
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
    // The element gets smaller when a phone shows its keyboard or the text field grows.
    const size = new ResizeObserver(follow);
    size.observe(element);
    return () => {
      element.removeEventListener('scroll', note);
      additions.disconnect();
      size.disconnect();
    };
  }, [ref]);
}
