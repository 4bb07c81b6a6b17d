import { askForIdealDevices } from './askForIdealDevices.ts';
import { keepRoomEndings } from './disposeRoom.ts';
import { provideRandomUuid } from './provideRandomUuid.ts';
import { skipUnusedWork } from './skipUnusedWork.ts';

/**
 * Applies the patches of livekit-client that concern the whole page and every room. Must be called once, before the
 * first room is made.
 */
export function patchClient(): void {
  provideRandomUuid();
  skipUnusedWork();
  keepRoomEndings();
  // `navigator.mediaDevices` is undefined on insecure pages (HTTP), although its type says otherwise.
  const mediaDevices: MediaDevices | undefined = navigator.mediaDevices;
  if (mediaDevices) askForIdealDevices(mediaDevices);
}
