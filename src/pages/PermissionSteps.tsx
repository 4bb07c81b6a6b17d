import { useLayoutEffect, useRef, type RefObject } from 'react';
import { browserKind, type BrowserFacts } from '../devices/browserKind.ts';
import { permissionSteps } from '../devices/permissionSteps.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import styles from './PermissionSteps.module.css';

interface PermissionStepsProps {
  facts: BrowserFacts;
  /** What the browser said when it refused. */
  detail: string;
  /** Where the guest goes on when the help has worked and is gone. */
  next: RefObject<HTMLElement | null>;
  onRetry: () => void;
}

/** What to do in this very browser, and another try. */
export function PermissionSteps({ facts, detail, next, onRetry }: PermissionStepsProps) {
  const { lobbyHelp, control } = useMessages();
  const panel = useRef<HTMLElement>(null);
  useFocusHandedOn(panel, next);
  const kind = browserKind(facts);
  return (
    <section ref={panel} className={styles.help} aria-label={lobbyHelp.title}>
      <h2>{lobbyHelp.title}</h2>
      <ol>
        {permissionSteps(kind, detail).map((step) => (
          <li key={step}>{lobbyHelp.steps[step](lobbyHelp.browsers[kind.browser])}</li>
        ))}
      </ol>
      <p>{lobbyHelp.afterwards}</p>
      <Button onClick={onRetry}>{control.tryAgain}</Button>
    </section>
  );
}

/** The button that had the focus goes with the panel; the focus must not fall to the top of the page. */
function useFocusHandedOn(panel: RefObject<HTMLElement | null>, next: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = panel.current;
    const nextElement = next.current;
    return () => {
      if (element?.contains(document.activeElement)) nextElement?.focus();
    };
  }, [panel, next]);
}
