import { X } from 'lucide-react';
import { useMessages } from '../messages/MessagesContext.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './NoticeList.module.css';
import { useNotices } from './NoticesContext.tsx';

/** Sentences about what went wrong, read out by screen readers, closed by the guest. */
export function NoticeList() {
  const messages = useMessages();
  const { shown, close } = useNotices();
  return (
    <div className={styles.notices} role="status">
      {shown.map(({ device, problem }) => (
        <p key={device} className={styles.notice}>
          {messages.device[device][problem]}
          <button type="button" aria-label={messages.control.close} onClick={() => close(device)}>
            <Icon of={X} size={18} />
          </button>
        </p>
      ))}
    </div>
  );
}
