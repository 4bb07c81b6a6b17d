import { useEffect } from 'react';
import { useChatState } from '../chat/ChatContext.tsx';
import { useIsSharing } from '../room/ScreenShareContext.tsx';

/** Has the browser ask before the page goes, while a shared screen or an unsent message would be lost. */
export function useAskBeforeLeaving(): void {
  const isSharing = useIsSharing();
  const { draft } = useChatState();
  const isAsking = isSharing || draft.trim() !== '';
  useEffect(() => {
    if (!isAsking) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isAsking]);
}
