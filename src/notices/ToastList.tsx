import { File, Hand, LogIn, LogOut, MessageSquare, SmilePlus, type IconNode } from 'lucide';
import { cutText } from '../../common/graphemes.ts';
import type { AnnouncementKind } from '../meeting/announcements.ts';
import type { Toast } from '../meeting/toasts.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { Icon } from '../ui/Icon.tsx';
import styles from './ToastList.module.css';
import { useWho } from './useWho.ts';

const icons: Record<AnnouncementKind, IconNode> = {
  came: LogIn,
  left: LogOut,
  hand: Hand,
  reaction: SmilePlus,
  message: MessageSquare,
  file: File,
};

/** Number of letters of a message that a toast contains at most. The toast's one line shows fewer. */
const previewLength = 100;

/**
 * Toasts about what others have just done, one line each. They are hidden from screen readers, for which
 * `AnnouncementRegion` announces the same; only those about messages and files are buttons.
 */
export function ToastList() {
  const { toasts, chat } = useMeeting();
  const isChatOpen = useFollowed(chat.log, (log) => log.isOpen);
  return (
    <div className={styles.toasts} data-chat={isChatOpen}>
      {useFollowed(toasts).map((toast) =>
        toast.kind === 'message' || toast.kind === 'file' ? (
          !isChatOpen && <MessageToast key={toast.kind} {...toast} />
        ) : (
          <EventToast key={toast.kind} {...toast} />
        ),
      )}
    </div>
  );
}

function EventToast({ kind, names, text }: Toast) {
  const { announcement } = useRoomMessages();
  const who = useWho(names);
  return (
    <p className={styles.toast} aria-hidden="true">
      <Icon of={icons[kind]} size={18} />
      <span>{text ? `${who} ${text}` : announcement[kind](who)}</span>
    </p>
  );
}

function MessageToast({ kind, names, text }: Toast) {
  const { toasts, chat } = useMeeting();
  const { toast: words } = usePanelMessages();
  const who = useWho(names);
  const preview = cutText(text.trim(), previewLength);
  const hold = () => toasts.hold(true);
  const release = () => toasts.hold(false);
  return (
    <button
      type="button"
      className={styles.toast}
      aria-label={kind === 'file' ? words.file(who, preview) : words.message(who, preview)}
      onClick={() => {
        toasts.closeAll();
        // The clicked toast disappears. Opening the chat moves the focus to its text field, so the focus is not lost.
        chat.log.setOpen(true);
      }}
      onPointerEnter={hold}
      onPointerLeave={release}
      onFocus={hold}
      onBlur={release}
    >
      <Icon of={icons[kind]} size={18} />
      <span>
        <b>{who}</b> <bdi>{kind === 'file' ? words.sentFile(preview) : preview}</bdi>
      </span>
    </button>
  );
}
