/** Makes the page keep every track that it opens, as `keptTracks`. Runs in the page, before the app. */
export function keepTracks(): void {
  // A new tab begins with about:blank, where `mediaDevices` is undefined.
  const mediaDevices: MediaDevices | undefined = navigator.mediaDevices;
  if (mediaDevices === undefined) return;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  const tracks: MediaStreamTrack[] = [];
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await open(constraints);
    tracks.push(...stream.getTracks());
    return stream;
  };
  Reflect.set(globalThis, 'keptTracks', tracks);
}

/** Returns the labels of the devices that the page has open, microphone first. Runs in the page. */
export function openLabels(): string[] {
  const tracks: MediaStreamTrack[] = Reflect.get(globalThis, 'keptTracks');
  return tracks
    .filter(({ readyState }) => readyState === 'live')
    .map(({ label }) => label)
    .toSorted();
}
