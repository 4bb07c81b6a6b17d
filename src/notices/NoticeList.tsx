import { X } from 'lucide';
import { useRef } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useFocusHandedOn } from '../ui/useFocusHandedOn.ts';
import { topicOf } from '../meeting/notices.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import styles from './NoticeList.module.css';

/** The notices for the guest. Screen readers announce them, and each can be closed. */
export function NoticeList() {
  const messages = useRoomMessages();
  const { notices } = useMeeting();
  const { close } = notices;
  const list = useRef<HTMLDivElement>(null);
  const row = useFocusHandedOn(list);
  return (
    <div ref={list} className={styles.notices} role="status" tabIndex={-1}>
      {useFollowed(notices).map((notice) => {
        const topic = topicOf(notice);
        const action = 'about' in notice ? notice.action : undefined;
        return (
          <div key={topic} ref={row} className={styles.notice}>
            <p>
              {'about' in notice
                ? notice.say(messages)
                : { ...messages.device[notice.device], ...messages.deviceInCall[notice.device] }[
                    notice.problem
                  ]}
            </p>
            {action && (
              <Button
                className={styles.action}
                onClick={() => {
                  close(topic);
                  action.run();
                }}
              >
                {action.name(messages)}
              </Button>
            )}
            <Button look="bare" aria-label={messages.control.close} onClick={() => close(topic)}>
              <Icon of={X} size={18} />
            </Button>
          </div>
        );
      })}
    </div>
  );
}
