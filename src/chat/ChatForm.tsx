import { SendHorizontal } from 'lucide';
import { useId, useRef, type KeyboardEvent } from 'react';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { Icon } from '../ui/Icon.tsx';
import { isImeKey } from '../ui/isImeKey.ts';
import { useFocusOnMount } from '../ui/useFocusOnMount.ts';
import { useFollowed, useMeeting } from '../room/MeetingContext.tsx';
import { excessOf } from '../meeting/chat/history.ts';
import styles from './ChatForm.module.css';

/** Numbers of remaining characters that are announced by screen readers. */
const announced = [10, 50, 200];
/** At this number of remaining characters or fewer, the number is displayed. */
const nearLimit = 200;

export function ChatForm() {
  const { chat } = usePanelMessages();
  const { log, send } = useMeeting().chat;
  const draft = useFollowed(log, (state) => state.draft);
  const input = useRef<HTMLTextAreaElement>(null);
  const hintId = useId();
  useFocusOnMount(input);

  const left = -excessOf(draft.trim());

  const nearest = announced.find((count) => left <= count);

  function submit(): void {
    const text = draft.trim();
    if (text === '' || left < 0) return;
    send(text);
    input.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.key !== 'Enter' || event.shiftKey) return;
    if (isImeKey(event.nativeEvent)) return;
    event.preventDefault();
    submit();
  }

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <textarea
        ref={input}
        className={styles.input}
        rows={1}
        aria-label={chat.write}
        placeholder={chat.write}
        aria-describedby={hintId}
        aria-invalid={left < 0}
        enterKeyHint="send"
        value={draft}
        onChange={(event) => log.setDraft(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <button
        type="submit"
        className={styles.send}
        aria-label={chat.send}
        title={chat.send}
        aria-disabled={draft.trim() === '' || left < 0}
      >
        <Icon of={SendHorizontal} />
      </button>
      <p id={hintId} className={styles.hint}>
        {left < 0 ? chat.tooLong(-left) : left <= nearLimit ? chat.left(left) : ''}
      </p>
      <p className="visually-hidden" role="status">
        {left < 0 ? chat.isTooLong : nearest === undefined ? '' : chat.left(nearest)}
      </p>
    </form>
  );
}
