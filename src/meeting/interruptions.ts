import type { Room } from 'livekit-client';
import { followInterruptions, restartInterrupted } from '../media/own/interruption.ts';
import type { Paused } from '../media/own/paused.ts';
import type { Notices } from './notices.ts';

const about = 'interruption';

/**
 * Restarts a camera or microphone that the operating system took away, or shows a notice with a button that restarts
 * the device.
 */
export function createInterruptions({ tell, close }: Pick<Notices, 'tell' | 'close'>) {
  function offerReturn(room: Room, paused: Paused): void {
    tell({
      about,
      say: ({ paused: say }) => say.stuck[paused],
      action: { name: ({ paused: say }) => say.goOn, run: () => void goOn(room, paused) },
    });
  }

  async function goOn(room: Room, paused: Paused): Promise<void> {
    if (!(await restartInterrupted(room))) offerReturn(room, paused);
  }

  return {
    /**
     * Watches the guest's own devices in this room.
     *
     * @returns stops watching
     */
    attach(room: Room): () => void {
      const stop = followInterruptions(room, {
        document,
        onPaused(paused) {
          if (!paused) close(about);
        },
        onStuck: (paused) => offerReturn(room, paused),
      });
      return () => {
        stop();
        // The notice is closed, because its button would act on this room, which the guest has left.
        close(about);
      };
    },
  };
}
