import { Download } from 'lucide';
import { useRef } from 'react';
import { fileSize } from '../messages/fileSize.ts';
import { isolate } from '../messages/isolate.ts';
import { useLocale } from '../messages/useLocale.ts';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { messageKey, type ChatMessage } from '../meeting/chat/chatLog.ts';
import type { FileTransfer } from '../meeting/chat/files.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useFocusHandedOn } from '../ui/useFocusHandedOn.ts';
import { useFileAddress } from './useFileAddress.ts';
import styles from './FileMessage.module.css';

/**
 * A file in the chat: its name, its image if it is one, how much of it was sent or received, and buttons for what can
 * be done with it.
 */
export function FileMessage({ message, size }: { message: ChatMessage; size: number }) {
  const { file: words } = usePanelMessages();
  const { files } = useMeeting();
  const key = messageKey(message);
  const transfer = useFollowed(files, ({ transfers }) => transfers.get(key));
  const address = useFileAddress(transfer?.content);
  const name = message.text;
  const locale = useLocale();
  const whole = useRef<HTMLDivElement>(null);
  const cancel = useFocusHandedOn(whole);
  return (
    <div ref={whole} tabIndex={-1} className={styles.file}>
      {address?.preview && <img src={address.url} alt={name} {...address.preview} />}
      <p className={styles.name}>
        <bdi>{name}</bdi> <small>{fileSize(size, locale)}</small>
      </p>
      {transfer?.status === 'moving' && (
        <progress aria-label={words.progress(isolate(name))} value={transfer.bytes} max={transfer.size} />
      )}
      <Status message={message} transfer={transfer} />
      {transfer && (transfer.status === 'moving' || transfer.status === 'waiting') && (
        <Button ref={cancel} onClick={() => files.cancel(key)} aria-label={words.cancelNamed(isolate(name))}>
          {words.cancel}
        </Button>
      )}
      {address && transfer?.status === 'done' && message.origin !== 'own' && (
        <a
          className={styles.save}
          href={address.url}
          download={name}
          aria-label={words.saveNamed(isolate(name))}
        >
          <Icon of={Download} size={18} />
          {words.save}
        </a>
      )}
    </div>
  );
}

function Status({ message, transfer }: { message: ChatMessage; transfer: FileTransfer | undefined }) {
  const { chat, file: words } = usePanelMessages();
  const { files } = useMeeting();
  const line = useRef<HTMLParagraphElement>(null);
  const again = useFocusHandedOn(line);
  const status = transfer?.status ?? 'absent';
  if (message.origin !== 'own') {
    // Only the guest's own files wait to be sent, so there is no text for a received file that waits.
    if (status === 'done' || status === 'waiting') return null;
    return <p className={styles.status}>{words.received[status]}</p>;
  }
  const isFailed = message.delivery === 'failed';
  const own = status === 'waiting' || status === 'cancelled' ? words[status] : undefined;
  return (
    <p ref={line} tabIndex={-1} className={status === 'done' ? 'visually-hidden' : styles.status}>
      {own ?? chat.delivery[message.delivery]}
      {isFailed && transfer?.content && (
        <Button ref={again} onClick={() => files.sendAgain(message)}>
          {chat.sendAgain}
        </Button>
      )}
    </p>
  );
}
