import { LocalVideoTrack, Track } from 'livekit-client';
import { useState } from 'react';
import { useNotices } from '../notices/useNotices.ts';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useDeviceList } from '../room/useDeviceList.ts';
import { useIsOwnOn, useOwnTrack } from '../room/useOwn.ts';
import { flipCamera } from '../media/own/flipCamera.ts';
import { isTouchDevice } from './screenSize.ts';

/**
 * Turns to the other camera. `undefined` where there is no other side: on computers, or with one camera, or with it off.
 *
 * @param onFlipped the camera that is in use now
 */
export function useCameraFlip(onFlipped: (deviceId: string) => void): (() => void) | undefined {
  const { localParticipant } = useRoomContext();
  const cameras = useDeviceList('videoinput');
  const track = useOwnTrack(Track.Source.Camera);
  const isOn = useIsOwnOn(Track.Source.Camera);
  const { tell, close } = useNotices();
  const [isPending, setPending] = useState(false);

  if (!isTouchDevice() || cameras.length < 2 || !isOn) return undefined;
  if (!(track instanceof LocalVideoTrack)) return undefined;

  async function flip(camera: LocalVideoTrack): Promise<void> {
    setPending(true);
    close('flip');
    switch (await flipCamera(camera)) {
      case 'flipped':
        onFlipped(camera.getSourceTrackSettings().deviceId ?? '');
        break;
      case 'kept':
        tell({ about: 'flip', say: ({ controls }) => controls.otherSideFailed });
        break;
      case 'lost':
        tell({ device: 'camera', problem: 'in_use' });
        // Its last picture would stand still for the others.
        await localParticipant.setCameraEnabled(false);
    }
    setPending(false);
  }

  return () => {
    if (!isPending) void flip(track);
  };
}
