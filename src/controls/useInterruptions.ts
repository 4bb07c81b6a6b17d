import type { Room } from 'livekit-client';
import { useEffect, useEffectEvent } from 'react';
import type { Paused } from '../media/own/paused.ts';
import { useNotices } from '../notices/NoticesContext.tsx';
import { followInterruptions, restartInterrupted } from '../media/own/interruption.ts';

const about = 'interruption';

/** For the page of the room: a camera or microphone that was taken away comes back by itself, or with one tap. */
export function useInterruptions(room: Room): void {
  const { tell, close } = useNotices();
  const onPaused = useEffectEvent((paused: Paused | undefined) => {
    if (!paused) close(about);
  });
  function offerReturn(paused: Paused): void {
    tell({
      about,
      say: ({ paused: say }) => say.stuck[paused],
      action: { name: ({ paused: say }) => say.goOn, run: () => void goOn(paused) },
    });
  }
  async function goOn(paused: Paused): Promise<void> {
    if (!(await restartInterrupted(room))) offerReturn(paused);
  }
  const onStuck = useEffectEvent(offerReturn);
  useEffect(() => followInterruptions(room, { document, onPaused, onStuck }), [room]);
}
