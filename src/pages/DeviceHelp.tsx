import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { browserKind, type BrowserFacts } from '../devices/browserKind.ts';
import { permissionSteps } from '../devices/permissionSteps.ts';
import type { Preview, PreviewState } from '../devices/preview.ts';
import { usePreview } from '../devices/usePreview.ts';
import { useRetry } from '../devices/useRetry.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import styles from './DeviceHelp.module.css';

interface DeviceHelpProps {
  preview: Preview;
  facts: BrowserFacts;
  /** Where the guest goes on when the help has worked and is gone. */
  next: RefObject<HTMLElement | null>;
}

/** After a refusal: what to do in this very browser, and another try. */
export function DeviceHelp({ preview, facts, next }: DeviceHelpProps) {
  const { devices } = usePreview(preview);
  const detail = useRefusal(devices);
  useRetry(preview);
  return detail === undefined ? null : <Steps preview={preview} facts={facts} next={next} detail={detail} />;
}

function Steps({ preview, facts, next, detail }: DeviceHelpProps & { detail: string }) {
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
      <Button onClick={preview.open}>{control.tryAgain}</Button>
    </section>
  );
}

/** What the browser said when it refused, kept while it is tried again: the help must not flicker. */
function useRefusal({ microphone, camera }: PreviewState['devices']): string | undefined {
  const [last, setLast] = useState<string>();
  const refused = [microphone, camera].find(
    (device) => device.status === 'failed' && device.failure.kind === 'refused',
  );
  const isOpening = microphone.status === 'opening' || camera.status === 'opening';
  const detail = refused?.status === 'failed' ? refused.failure.detail : isOpening ? last : undefined;
  if (detail !== last) setLast(detail);
  return detail;
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
