import { Copy, Share2 } from 'lucide';
import { useRef, useState } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Icon } from '../ui/Icon.tsx';
import { later } from '../ui/later.tsx';
import { hasKey, inviteLink, isThisComputerOnly } from './inviteLink.ts';
import styles from './InviteDialog.module.css';

/** A view that is loaded when it is used, because it needs a library. */
const QrCode = later(async () => (await import('./QrCode.tsx')).QrCode);

/** Shows the link to this room, to copy, to scan as a QR code, or to send with the system's share sheet. */
export function InviteDialog({ onClosed }: { onClosed: () => void }) {
  const { app, control, failure } = useRoomMessages();
  const { invite } = usePanelMessages();
  const field = useRef<HTMLInputElement>(null);
  const [result, setResult] = useState<'copied' | 'copyYourself'>();
  const [isCodeMissing, setCodeMissing] = useState(false);
  const link = inviteLink(location.href);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(link);
      setResult('copied');
    } catch {
      // Insecure pages have no clipboard API, and browsers may refuse it.
      field.current?.select();
      setResult('copyYourself');
    }
  }

  return (
    <Dialog title={invite.title} close={control.close} onClosed={onClosed}>
      <div className={styles.invite}>
        <p className={styles.hint}>
          {isThisComputerOnly(link) ? invite.thisComputerOnly : invite[hasKey(link) ? 'hintKey' : 'hint']}
        </p>
        <input ref={field} aria-label={invite.link} value={link} readOnly />
        <div className={styles.actions}>
          <Button look="primary" onClick={() => void copy()}>
            <Icon of={Copy} size={20} />
            {invite.copy}
          </Button>
          {'share' in navigator && (
            // Rejects if the guest closes the share sheet, which needs no message.
            <Button onClick={() => void navigator.share({ title: app, url: link }).catch(() => {})}>
              <Icon of={Share2} size={20} />
              {invite.send}
            </Button>
          )}
        </div>
        <p className={styles.hint} role="status">
          {result && invite[result]}
        </p>
        <div className={styles.code}>
          {isCodeMissing ? (
            <div role="alert">
              <p className={styles.hint}>{failure.app_not_loaded}</p>
              <Button onClick={() => setCodeMissing(false)}>{control.tryAgain}</Button>
            </div>
          ) : (
            <QrCode text={link} label={invite.code} onNotLoaded={() => setCodeMissing(true)} />
          )}
        </div>
      </div>
    </Dialog>
  );
}
