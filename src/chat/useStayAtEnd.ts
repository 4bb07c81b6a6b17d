import { useEffect, type RefObject } from 'react';

/** If the guest is no further than this from the end of the list, they count as reading the newest message. */
const nearEndPx = 80;

/** Keeps the list scrolled to its end when content is added, unless the guest has scrolled up. */
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
    // The list gets smaller when a phone shows its keyboard or the text field grows, and must stay at its end then too.
    const size = new ResizeObserver(follow);
    size.observe(element);
    return () => {
      element.removeEventListener('scroll', note);
      additions.disconnect();
      size.disconnect();
    };
  }, [ref]);
}
