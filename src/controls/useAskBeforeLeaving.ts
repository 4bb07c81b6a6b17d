import { useEffect } from 'react';
import { hasUnsent } from '../meeting/chat/files.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';

/**
 * Makes the browser ask before the page is closed, if a shared screen, an unsent message or an unsent file would be
 * lost.
 */
export function useAskBeforeLeaving(): void {
  const { chat, files, screenShare } = useMeeting();
  const isSharing = useFollowed(screenShare);
  const draft = useFollowed(chat.log, (state) => state.draft);
  const hasUnsentFiles = useFollowed(files, hasUnsent);
  const isAsking = isSharing || hasUnsentFiles || draft.trim() !== '';
  useEffect(() => {
    if (!isAsking) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isAsking]);
}
