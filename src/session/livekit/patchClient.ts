import { askForIdealDevices } from './askForIdealDevices.ts';
import { keepRoomEndings } from './disposeRoom.ts';
import { provideRandomUuid } from './provideRandomUuid.ts';
import { skipUnusedWork } from './skipUnusedWork.ts';

/** Applies what holds for the page and every room. To be called once, before the first room is made. */
export function patchClient(): void {
  provideRandomUuid();
  skipUnusedWork();
  keepRoomEndings();
  // The types say that it is always there; on an insecure page it is not.
  const mediaDevices: MediaDevices | undefined = navigator.mediaDevices;
  if (mediaDevices) askForIdealDevices(mediaDevices);
}
