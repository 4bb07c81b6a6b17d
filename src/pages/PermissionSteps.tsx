import type { RefObject } from 'react';
import { browserKind, type BrowserFacts } from '../browser/browserKind.ts';
import { permissionSteps } from '../browser/permissionSteps.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import { useHelpMessages } from '../messages/useHelpMessages.ts';
import { Button } from '../ui/Button.tsx';
import { useFocusHandedOn } from '../ui/useFocusHandedOn.ts';
import styles from './PermissionSteps.module.css';

interface PermissionStepsProps {
  facts: BrowserFacts;
  /** The browser's error message about the refusal. */
  detail: string;
  /** The element that gets the focus when this panel disappears. */
  next: RefObject<HTMLElement | null>;
  onRetry: () => void;
}

/** Instructions for allowing camera and microphone in this browser, and a button to try again. */
export function PermissionSteps({ facts, detail, next, onRetry }: PermissionStepsProps) {
  const { control } = useMessages();
  const help = useHelpMessages();
  const panel = useFocusHandedOn(next);
  const kind = browserKind(facts);
  return (
    <section ref={panel} className={styles.help} aria-label={help.title}>
      <h2>{help.title}</h2>
      <ol>
        {permissionSteps(kind, detail).map((step) => (
          <li key={step}>{help.steps[step](help.browsers[kind.browser])}</li>
        ))}
      </ol>
      <p>{help.afterwards}</p>
      <Button onClick={onRetry}>{control.tryAgain}</Button>
    </section>
  );
}
