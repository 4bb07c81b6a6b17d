import { Check, Copy, Share2 } from 'lucide';
import { useEffect, useRef, useState } from 'react';
import { copyText } from '../browser/copyText.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { later } from '../ui/later.tsx';
import { hasKey } from './inviteLink.ts';
import styles from './Invitation.module.css';
import type { InviteLink } from './useInviteLink.ts';

/** The QR code is loaded only when it is shown, because it needs a library. */
const QrCode = later(async () => (await import('./QrCode.tsx')).QrCode);

/** How long the button shows that the link was copied. */
const copiedMs = 3000;

/**
 * The link to this room, to copy, to scan as a QR code, or to send with the system's share sheet. If other computers
 * can't open the page's address, a message says so.
 *
 * @param isSmall whether the QR code is small and beside the buttons
 */
export function Invitation({ link, isSmall = false }: { link: InviteLink; isSmall?: boolean }) {
  const { app, control, failure } = useRoomMessages();
  const { invite } = usePanelMessages();
  const field = useRef<HTMLTextAreaElement>(null);
  const [result, setResult] = useState<'copied' | 'copyYourself'>();
  const [isCodeMissing, setCodeMissing] = useState(false);

  useEffect(() => {
    if (result !== 'copied') return undefined;
    const timer = setTimeout(() => setResult(undefined), copiedMs);
    return () => clearTimeout(timer);
  }, [result]);

  if (link === null) return null;
  if (link === undefined) return <p className={styles.hint}>{invite.thisComputerOnly}</p>;

  async function copy(text: string): Promise<void> {
    const isCopied = await copyText(text);
    if (!isCopied) field.current?.select();
    setResult(isCopied ? 'copied' : 'copyYourself');
  }

  return (
    <div className={`${styles.invite} ${isSmall ? styles.small : ''}`}>
      <p className={styles.hint}>{invite[hasKey(link) ? 'hintKey' : 'hint']}</p>
      {/* Of more than one line, so that the room's name at the end of the link is visible. */}
      <textarea ref={field} aria-label={invite.link} value={link} rows={2} readOnly />
      <div className={styles.actions}>
        <Button look="primary" onClick={() => void copy(link)}>
          <Icon of={result === 'copied' ? Check : Copy} size={20} />
          {result === 'copied' ? invite.done : invite.copy}
        </Button>
        {'share' in navigator && (
          // `share` rejects if the guest closes the share sheet, which needs no message.
          <Button onClick={() => void navigator.share({ title: app, url: link }).catch(() => {})}>
            <Icon of={Share2} size={20} />
            {invite.send}
          </Button>
        )}
      </div>
      <p className={result === 'copied' ? 'visually-hidden' : styles.hint} role="status">
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
  );
}
