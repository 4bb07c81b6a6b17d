import { useEffect, useRef } from 'react';
import { isKeyFailure } from '../access/accessFailure.ts';
import type { RoomKey } from '../access/roomKey.ts';
import { useRoomKey } from '../access/useRoomKey.ts';
import type { JoinFailure } from '../call/callState.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import { TextField } from '../ui/TextField.tsx';

/** Where the guest types the room's key, once the door has asked for it. */
export function KeyField({ roomKey, failure }: { roomKey: RoomKey; failure: JoinFailure | undefined }) {
  const { lobby, failure: sentences } = useMessages();
  const { text } = useRoomKey(roomKey);
  const refused = failure && isKeyFailure(failure) ? failure : undefined;
  const field = useFocusAfter(refused);
  return (
    <TextField
      ref={field}
      label={lobby.key}
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

/** What the guest has to mend is where they are, each time that the door refuses. */
function useFocusAfter(refused: JoinFailure | undefined) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (refused) field.current?.focus();
  }, [refused]);
  return field;
}
