import type { BrowserFacts } from '../../browser/browserKind.ts';
import { readCameraFormat } from './cameraFormat.ts';
import { deviceKinds, type DeviceChoices } from './deviceChoices.ts';
import { findInAppBrowser } from '../../browser/inAppBrowser.ts';
import { constraintsOf, wantedTracks } from './openTracks.ts';

declare global {
  /** The request for camera and microphone that the inline script in index.html has started, until the app takes it. */
  var firstStream: FirstStream | undefined; // oxlint-disable-line no-var
}

interface FirstStream {
  /** The constraints of the request as JSON. */
  constraints: string;
  stream: Promise<MediaStream>;
}

/**
 * Requests the remembered camera and microphone while the app is still loading. The inline script in index.html calls
 * this.
 */
export function askForDevices(choices: DeviceChoices, facts: BrowserFacts): void {
  const kinds = deviceKinds.filter((kind) => choices[kind].on);
  // `navigator.mediaDevices` is undefined on insecure pages (HTTP), although its type says otherwise.
  const mediaDevices: MediaDevices | undefined = navigator.mediaDevices;
  if (!mediaDevices || kinds.length === 0 || findInAppBrowser(facts)) return;
  const constraints = constraintsOf(wantedTracks(kinds, choices, readCameraFormat()));
  const stream = mediaDevices.getUserMedia(constraints);
  // A failure is ignored here, because the app, which takes the same promise, handles it.
  stream.catch(() => {});
  globalThis.firstStream = { constraints: JSON.stringify(constraints), stream };
}

/**
 * The stream that the inline script in index.html has requested with the same constraints, if there is one. Can be
 * taken once.
 */
export function takeFirstStream(constraints: MediaStreamConstraints): Promise<MediaStream> | undefined {
  const first = globalThis.firstStream;
  globalThis.firstStream = undefined;
  if (!first) return undefined;
  if (first.constraints === JSON.stringify(constraints)) return first.stream;
  // If another tab has changed the remembered choices meanwhile, the constraints differ, and the stream is stopped.
  first.stream.then(
    (stream) => stream.getTracks().forEach((track) => track.stop()),
    () => {},
  );
  return undefined;
}
