import { ConnectionQuality, type Room } from 'livekit-client';
import { checkLink } from '../address/address.ts';
import type { Connection } from '../call/callState.ts';
import type { ReceivedVideo, VideoStep } from '../media/received/receivedVideo.ts';
import { createWeakNetwork } from '../media/received/weakNetwork.ts';
import type { Messages } from '../messages/en.ts';
import type { Notices } from './notices.ts';

const about = 'weak network';

/** A notice's button that opens the connection check in a new tab, so that the call goes on. */
const check = {
  name: ({ checkConnection }: Messages) => checkConnection,
  run: () => void open(checkLink(new URL(location.href)), '_blank', 'noreferrer'),
};

const judged = {
  [ConnectionQuality.Excellent]: 'good',
  [ConnectionQuality.Good]: 'good',
  [ConnectionQuality.Poor]: 'bad',
  [ConnectionQuality.Lost]: 'bad',
  [ConnectionQuality.Unknown]: 'unknown',
} as const;

interface NarrowingParts {
  video: Pick<ReceivedVideo, 'change'>;
  notices: Pick<Notices, 'tell' | 'close'>;
  getConnection: () => Connection;
}

/** Receives less video while the guest's connection is bad, and shows a notice about it. */
export function createNarrowing({ video, notices, getConnection }: NarrowingParts) {
  function onStep(step: VideoStep, least: VideoStep): void {
    video.change({ step });
    if (step === 0) notices.close(about);
    else if (step === least) notices.tell({ about, say: ({ videos: say }) => say.savingData });
    else notices.tell({ about, say: ({ videos: say }) => say.narrowed[step], action: check });
  }

  return {
    /**
     * Watches the guest's connection to this room.
     *
     * @returns stops watching; after that the guest receives everything again
     */
    attach(room: Room): () => void {
      const least = savesData() ? 1 : 0;
      const watch = createWeakNetwork(least);
      let step: VideoStep = 0;
      const timer = setInterval(() => {
        // Without signalling, the connection quality that LiveKit reported last is out of date; without media, the
        // quality is always bad. So in both cases it counts as unknown.
        const isHeard = getConnection() === 'steady';
        const quality = isHeard ? judged[room.localParticipant.connectionQuality] : 'unknown';
        const next = watch({ quality, atMs: performance.now() });
        if (next === step) return;
        step = next;
        onStep(step, least);
      }, 1000);
      return () => {
        clearInterval(timer);
        if (step > 0) onStep(0, 0);
      };
    },
  };
}

/** Whether the browser's data saver is on. Only Chromium reports it (Network Information API). */
function savesData(): boolean {
  const connection: unknown = 'connection' in navigator ? navigator.connection : undefined;
  return (
    typeof connection === 'object' &&
    connection !== null &&
    'saveData' in connection &&
    connection.saveData === true
  );
}
