import { Copy } from 'lucide';
import { useState } from 'react';
import { inviteLink } from '../controls/inviteLink.ts';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './CopyLink.module.css';

/** A button that copies the room's link. Where the browser refuses, the link is shown instead. */
export function CopyLink() {
  const { invite } = usePanelMessages();
  const [result, setResult] = useState<'copied' | 'shown'>();
  const link = inviteLink(location.href);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(link);
      setResult('copied');
    } catch {
      // Insecure pages have no clipboard API, and browsers may refuse it.
      setResult('shown');
    }
  }

  return (
    <>
      <Button onClick={() => void copy()}>
        <Icon of={Copy} size={20} />
        {invite.copy}
      </Button>
      <p className={styles.result} role="status">
        {result === 'copied' ? invite.copied : result === 'shown' && link}
      </p>
    </>
  );
}
