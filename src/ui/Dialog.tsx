import { useEffect, useId, useRef, type ReactNode, type RefObject } from 'react';
import { X } from 'lucide';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import styles from './Dialog.module.css';

interface DialogProps {
  title: string;
  /** The name of the button that closes. */
  close: string;
  onClosed: () => void;
  children: ReactNode;
}

/**
 * Open for as long as it is rendered. The browser keeps the focus inside, closes on Escape, and gives
 * the focus back to where it was before it tells `onClosed`.
 */
export function Dialog({ title, close, onClosed, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useShownAbove(ref);
  return (
    <dialog ref={ref} className={styles.dialog} aria-labelledby={titleId} onClose={onClosed}>
      <header className={styles.header}>
        <h2 id={titleId}>{title}</h2>
        <Button look="bare" aria-label={close} onClick={() => ref.current?.close()}>
          <Icon of={X} />
        </Button>
      </header>
      {children}
    </dialog>
  );
}

/** Above everything, and closed by a click beside it. */
function useShownAbove(ref: RefObject<HTMLDialogElement | null>): void {
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return undefined;
    if (!dialog.open) dialog.showModal();
    const closeBeside = (event: MouseEvent) => {
      // The dialog has no padding of its own: what is not on one of its children is its backdrop.
      if (event.target === dialog) dialog.close();
    };
    dialog.addEventListener('click', closeBeside);
    return () => dialog.removeEventListener('click', closeBeside);
  }, [ref]);
}
