import { useRef } from 'react';
import { isolate } from '../messages/isolate.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useLocale } from '../messages/useLocale.ts';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { shownName } from '../meeting/names.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { messageKey, type ChatMessage, type OwnMessage } from '../meeting/chat/chatLog.ts';
import styles from './ChatMessages.module.css';
import { continues } from './continues.ts';
import { splitLinks } from './links.ts';
import { later } from '../ui/later.tsx';
import { useFocusHandedOn } from '../ui/useFocusHandedOn.ts';
import { untilLoaded } from '../untilLoaded.ts';
import { useStayAtEnd } from './useStayAtEnd.ts';

const FileMessage = later(async () => (await untilLoaded(() => import('./FileMessage.tsx'))).FileMessage);

export function ChatMessages() {
  const { chat } = usePanelMessages();
  const messages = useFollowed(useMeeting().chat.log, (state) => state.messages);
  const ref = useRef<HTMLDivElement>(null);
  useStayAtEnd(ref);
  return (
    // The list of messages has a tabIndex, because without one Safari does not let the keyboard scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={ref} className={styles.log} role="log" aria-label={chat.log} tabIndex={0}>
      {messages.length === 0 && <p className={styles.empty}>{chat.empty}</p>}
      <ol>
        {messages.map((message, index) => (
          <MessageItem
            key={messageKey(message)}
            message={message}
            isContinued={continues(message, messages[index - 1])}
          />
        ))}
      </ol>
    </div>
  );
}

interface MessageItemProps {
  message: ChatMessage;
  /**
   * Whether the message continues the one before it, so that author and time are not shown again. Screen readers still
   * read both.
   */
  isContinued: boolean;
}

function MessageItem({ message, isContinued }: MessageItemProps) {
  const { stage } = useRoomMessages();
  const { chat } = usePanelMessages();
  const time = new Date(message.atMs);
  const locale = useLocale();
  return (
    <li className={styles.message} data-origin={message.origin} data-continued={isContinued}>
      <p className={isContinued ? 'visually-hidden' : styles.head}>
        <bdi className={styles.author}>
          {message.origin === 'own' ? chat.you : shownName(message.author.name, stage.unnamed)}
        </bdi>{' '}
        <time dateTime={time.toISOString()}>
          {time.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' })}
        </time>
      </p>
      {message.origin === 'history' && (
        <p className={isContinued ? 'visually-hidden' : styles.told}>
          {chat.toldBy(isolate(shownName(message.toldBy.name, stage.unnamed)))}
        </p>
      )}
      {message.file ? (
        <FileMessage message={message} size={message.file.size} onNotLoaded={() => {}} />
      ) : (
        <MessageText text={message.text} />
      )}
      {message.origin === 'own' && !message.file && <DeliveryLine message={message} />}
    </li>
  );
}

function MessageText({ text }: { text: string }) {
  return (
    <p className={styles.text} dir="auto">
      {splitLinks(text).map((piece, index) =>
        piece.kind === 'text' ? (
          piece.text
        ) : (
          // The index can be the key, because the pieces of a text never change their order.
          // oxlint-disable-next-line react/no-array-index-key
          <bdi key={index} dir="ltr">
            <a href={piece.href} target="_blank" rel="noopener noreferrer">
              {piece.text}
            </a>
          </bdi>
        ),
      )}
    </p>
  );
}

/**
 * Says that a message of the guest was not sent, and offers to send it again. Shows nothing for a message that was
 * sent.
 */
function DeliveryLine({ message }: { message: OwnMessage }) {
  const { chat } = usePanelMessages();
  const { sendAgain } = useMeeting().chat;
  const line = useRef<HTMLParagraphElement>(null);
  const again = useFocusHandedOn(line);
  return (
    <p
      ref={line}
      tabIndex={-1}
      className={message.delivery === 'failed' ? styles.delivery : 'visually-hidden'}
    >
      {chat.delivery[message.delivery]}
      {message.delivery === 'failed' && (
        <button ref={again} type="button" className={styles.again} onClick={() => sendAgain(message)}>
          {chat.sendAgain}
        </button>
      )}
    </p>
  );
}
