import type { BrowserFacts } from '../../browser/browserKind.ts';
import { readCameraPicture } from './cameraPicture.ts';
import { deviceKinds, type DeviceChoices } from './deviceChoices.ts';
import { findInAppBrowser } from '../../browser/inAppBrowser.ts';
import { constraintsOf, wantedTracks } from './openTracks.ts';

declare global {
  /** What the script in index.html has asked the browser for, until the app takes it. */
  var firstStream: FirstStream | undefined; // oxlint-disable-line no-var
}

interface FirstStream {
  /** As JSON. */
  constraints: string;
  stream: Promise<MediaStream>;
}

/** For the script in index.html: camera and microphone, as they were last, open while the app is still on its way. */
export function askForDevices(choices: DeviceChoices, facts: BrowserFacts): void {
  const kinds = deviceKinds.filter((kind) => choices[kind].on);
  // The types say that there are always devices; on an insecure page there are none.
  const mediaDevices: MediaDevices | undefined = navigator.mediaDevices;
  if (!mediaDevices || kinds.length === 0 || findInAppBrowser(facts)) return;
  const constraints = constraintsOf(wantedTracks(kinds, choices, readCameraPicture()));
  const stream = mediaDevices.getUserMedia(constraints);
  // The app tells the guest.
  stream.catch(() => {});
  globalThis.firstStream = { constraints: JSON.stringify(constraints), stream };
}

/** The answer to the same question, if it has been asked; it serves once. */
export function takeFirstStream(constraints: MediaStreamConstraints): Promise<MediaStream> | undefined {
  const first = globalThis.firstStream;
  globalThis.firstStream = undefined;
  if (!first) return undefined;
  if (first.constraints === JSON.stringify(constraints)) return first.stream;
  // Another tab has changed what is remembered, in the moment between.
  first.stream.then(
    (stream) => stream.getTracks().forEach((track) => track.stop()),
    () => {},
  );
  return undefined;
}
