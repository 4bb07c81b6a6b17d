import { useEffect } from 'react';
import { useFollowed, useMeeting } from '../room/MeetingContext.tsx';

/** Makes the browser ask before the page is closed, if a shared screen or an unsent message would be lost. */
export function useAskBeforeLeaving(): void {
  const { chat, screenShare } = useMeeting();
  const isSharing = useFollowed(screenShare);
  const draft = useFollowed(chat.log, (state) => state.draft);
  const isAsking = isSharing || draft.trim() !== '';
  useEffect(() => {
    if (!isAsking) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isAsking]);
}
