import { useEffect, useRef } from 'react';
import { isKeyFailure, type KeyFailureKind } from '../access/accessFailure.ts';
import type { RoomKey } from '../access/roomKey.ts';
import { useFollowed } from '../useFollowed.ts';
import type { JoinFailure } from '../call/callState.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import { TextField } from '../ui/TextField.tsx';

interface KeyFieldProps {
  roomKey: RoomKey;
  /** Why the room key is asked for: shown as a hint before the click on Join, and as an error after it. */
  asked: KeyFailureKind;
  failure: JoinFailure | undefined;
}

/** Field for the room key. It is shown after the token endpoint has refused a missing or wrong key. */
export function KeyField({ roomKey, asked, failure }: KeyFieldProps) {
  const { lobby, failure: sentences } = useMessages();
  const { text } = useFollowed(roomKey);
  const refused = failure && isKeyFailure(failure) ? failure : undefined;
  const field = useFocusAfter(refused);
  return (
    <TextField
      ref={field}
      label={lobby.key}
      hint={sentences[asked]}
      error={refused && sentences[refused.kind]}
      value={text}
      onChange={(event) => roomKey.write(event.target.value)}
      autoComplete="off"
      autoCapitalize="none"
      autoCorrect="off"
      enterKeyHint="go"
      spellCheck={false}
    />
  );
}

/** Moves the focus to the field each time the token endpoint has refused a key. */
function useFocusAfter(refused: JoinFailure | undefined) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (refused) field.current?.focus();
  }, [refused]);
  return field;
}
