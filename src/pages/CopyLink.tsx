import { Copy } from 'lucide';
import { useState } from 'react';
import { copyText } from '../browser/copyText.ts';
import { useInviteLink } from '../controls/useInviteLink.ts';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './CopyLink.module.css';

/**
 * A button that copies the link to the room. If the browser refuses to copy, it shows the link instead. If the link
 * would not open on other computers, there is no button.
 */
export function CopyLink() {
  const { invite } = usePanelMessages();
  const [result, setResult] = useState<'copied' | 'shown'>();
  const link = useInviteLink();
  if (!link) return null;

  async function copy(text: string): Promise<void> {
    setResult((await copyText(text)) ? 'copied' : 'shown');
  }

  return (
    <>
      <Button onClick={() => void copy(link)}>
        <Icon of={Copy} size={20} />
        {invite.copy}
      </Button>
      <p className={styles.result} role="status">
        {result === 'copied' ? invite.copied : result === 'shown' && link}
      </p>
    </>
  );
}
