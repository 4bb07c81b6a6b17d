import { LocalVideoTrack, Track } from 'livekit-client';
import { useNotices } from '../notices/useNotices.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useDeviceList } from '../room/useDeviceList.ts';
import { useIsOwnOn, useOwnTrack } from '../room/useOwn.ts';
import { usePending } from '../room/usePending.ts';
import { flipCamera } from '../media/own/flipCamera.ts';
import { isTouchDevice } from './screenSize.ts';

/** Whether the device is a phone or tablet with more than one camera. */
export function useCanFlip(): boolean {
  return useDeviceList('videoinput').length > 1 && isTouchDevice();
}

/** Returns a function that switches between a phone's front and back camera; `undefined` while the camera is off. */
export function useCameraFlip(): (() => void) | undefined {
  const room = useRoomContext();
  const { devices } = useMeeting();
  const track = useOwnTrack(Track.Source.Camera);
  const isOn = useIsOwnOn(Track.Source.Camera);
  const { tell, close } = useNotices();
  const { isPending, run } = usePending();

  if (!isOn || !(track instanceof LocalVideoTrack)) return undefined;

  async function flip(camera: LocalVideoTrack): Promise<void> {
    close('flip');
    const result = await flipCamera(room, devices, camera);
    if (result === 'kept') tell({ about: 'flip', say: ({ controls }) => controls.otherSideFailed });
    if (result === 'lost') tell({ device: 'camera', problem: 'in_use' });
  }

  return () => {
    if (!isPending) void run(() => flip(track));
  };
}
