import { useEffect, useId, useRef, type ReactNode, type RefObject } from 'react';
import { X } from 'lucide';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import styles from './Dialog.module.css';

interface DialogProps {
  title: string;
  /** Label of the button that closes the dialog. */
  close: string;
  onClosed: () => void;
  children: ReactNode;
}

/**
 * A modal dialog, open while it is mounted. The browser keeps the focus inside, closes the dialog on Escape, and
 * restores the focus before `onClosed` is called.
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

/** Opens the dialog as a modal one, and closes it when the guest clicks its backdrop. */
function useShownAbove(ref: RefObject<HTMLDialogElement | null>): void {
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return undefined;
    if (!dialog.open) dialog.showModal();
    const closeBeside = (event: MouseEvent) => {
      // The dialog has no padding, so a click whose target is the dialog itself is on the backdrop.
      if (event.target === dialog) dialog.close();
    };
    dialog.addEventListener('click', closeBeside);
    return () => dialog.removeEventListener('click', closeBeside);
  }, [ref]);
}
