import { Check, Copy } from 'lucide';
import { useState, type ReactNode } from 'react';
import { copyText } from '../browser/copyText.ts';
import { useDoctorMessages } from '../messages/DoctorSpeech.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './CopyButton.module.css';

interface CopyButtonProps {
  label: string;
  /** Returns the text to copy. Called at each click. */
  text: () => string;
  /** Visible label of the button. Without one the button has only an icon. */
  children?: ReactNode;
}

/**
 * Copies a text and confirms that. If the browser forbids copying, the button shows the text, so that the guest can
 * copy it by hand.
 */
export function CopyButton({ label, text, children }: CopyButtonProps) {
  const doctor = useDoctorMessages();
  const [result, setResult] = useState<{ copied: string } | { shown: string }>();

  async function copy(): Promise<void> {
    const wanted = text();
    setResult((await copyText(wanted)) ? { copied: wanted } : { shown: wanted });
  }

  const isCopied = result !== undefined && 'copied' in result;
  return (
    <div className={styles.copy}>
      <Button look={children ? 'plain' : 'bare'} aria-label={label} onClick={() => void copy()}>
        <Icon of={isCopied ? Check : Copy} size={20} />
        {children}
      </Button>
      <span className={children ? '' : 'visually-hidden'} role="status">
        {isCopied && doctor.copied}
      </span>
      {result && 'shown' in result && (
        <textarea
          aria-label={label}
          value={result.shown}
          rows={8}
          readOnly
          onFocus={(event) => event.target.select()}
        />
      )}
    </div>
  );
}
