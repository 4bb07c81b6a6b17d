import { ConnectionQuality, type Room } from 'livekit-client';
import { useEffect, useEffectEvent } from 'react';
import { checkLink } from '../address/address.ts';
import type { Connection } from '../call/callState.ts';
import type { Messages } from '../messages/en.ts';
import type { PictureStep } from '../media/received/receivedVideo.ts';
import { usePicturesStore } from '../tiles/usePictures.ts';
import { createWeakNetwork } from '../media/received/weakNetwork.ts';
import { useNotices } from './NoticesContext.tsx';

const about = 'weak network';

/** In a tab of its own: the call goes on. */
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

/** For the page of the room: while one's own connection stays bad, fewer pictures come in, and the guest is told why. */
export function useWeakNetwork(room: Room, connection: Connection): void {
  const pictures = usePicturesStore();
  const { tell, close } = useNotices();

  const onStep = useEffectEvent((step: PictureStep, least: PictureStep) => {
    pictures.change({ step });
    if (step === 0) close(about);
    else if (step === least) tell({ about, say: ({ pictures: say }) => say.savingData });
    else tell({ about, say: ({ pictures: say }) => say.narrowed[step], action: check });
  });

  // While signalling is lost the SFU's last word is out of date, and of media that is cut it has nothing good to say.
  const isHeard = useEffectEvent(() => connection === 'steady');

  useEffect(() => {
    const least = savesData() ? 1 : 0;
    const watch = createWeakNetwork(least);
    let step: PictureStep = 0;
    const timer = setInterval(() => {
      const quality = isHeard() ? judged[room.localParticipant.connectionQuality] : 'unknown';
      const next = watch({ quality, atMs: performance.now() });
      if (next === step) return;
      step = next;
      onStep(step, least);
    }, 1000);
    return () => {
      clearInterval(timer);
      if (step > 0) onStep(0, 0);
    };
  }, [room]);
}

/** The browser's data saver: Chromium alone tells of it (Network Information API). */
function savesData(): boolean {
  const connection: unknown = 'connection' in navigator ? navigator.connection : undefined;
  return (
    typeof connection === 'object' &&
    connection !== null &&
    'saveData' in connection &&
    connection.saveData === true
  );
}
