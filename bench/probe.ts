/** What is noted in every page, the same for the app and both rivals. Times are since the epoch, in ms. */
export interface Probe {
  clickedAtMs: number | undefined;
  /** When the first frame of each of the others' pictures was put on screen. */
  firstFramesAtMs: number[];
  devicesAskedAtMs: number | undefined;
  joinEnabledAtMs: number | undefined;
  connections: RTCPeerConnection[];
  /** When each task of the main thread that took longer than 50 ms began, and for how many ms it went on. */
  longTasks: { startMs: number; ms: number }[];
  /** Takes no more part in what the page does. */
  stop: () => void;
}

declare global {
  interface Window {
    bench: Probe;
  }
}

/**
 * Runs in the page before anything else does.
 *
 * @param clicks whether Join is clicked as soon as it can be
 */
export function installProbe({ clicks }: { clicks: boolean }): void {
  const nowMs = () => performance.timeOrigin + performance.now();
  const probe: Probe = {
    clickedAtMs: undefined,
    firstFramesAtMs: [],
    devicesAskedAtMs: undefined,
    joinEnabledAtMs: undefined,
    connections: [],
    longTasks: [],
    stop() {
      isStopped = true;
      observer.disconnect();
    },
  };
  window.bench = probe;
  let isStopped = false;

  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      probe.longTasks.push({ startMs: performance.timeOrigin + startTime, ms: duration });
    }
  }).observe({ type: 'longtask' });

  const received = new WeakSet<MediaStreamTrack>();
  window.RTCPeerConnection = new Proxy(RTCPeerConnection, {
    construct(target, parameters: ConstructorParameters<typeof RTCPeerConnection>) {
      const connection = new target(...parameters);
      probe.connections.push(connection);
      connection.addEventListener('track', ({ track }) => received.add(track));
      return connection;
    },
  });

  const watched = new WeakSet<HTMLVideoElement>();
  function watch(video: HTMLVideoElement): void {
    if (watched.has(video)) return;
    watched.add(video);
    // By element: the SFU sends the next newcomer through the receiver, and so the track, of one who left.
    let shown: MediaStreamTrack | undefined;
    const look = () => {
      const stream = video.srcObject instanceof MediaStream ? video.srcObject : undefined;
      const track = stream?.getVideoTracks().find((one) => received.has(one));
      if (track && track !== shown) probe.firstFramesAtMs.push(nowMs());
      shown = track;
      // An element may be given another picture later.
      if (video.isConnected && !isStopped) video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
  }

  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (constraints) => {
    probe.devicesAskedAtMs ??= nowMs();
    return ask(constraints);
  };

  function lookForJoin(): void {
    if (probe.joinEnabledAtMs !== undefined) return;
    const buttons = [...document.querySelectorAll('button')];
    const button = buttons.find(({ textContent }) => /^Join( Room)?$/.test(textContent.trim()));
    const isReady = button && !button.disabled && !button.closest('[inert], [hidden]');
    if (!isReady) return;
    probe.joinEnabledAtMs = nowMs();
    if (!clicks) return;
    probe.clickedAtMs = nowMs();
    button.click();
  }

  addEventListener('click', () => (probe.clickedAtMs ??= nowMs()), { capture: true });
  const observer = new MutationObserver(() => {
    document.querySelectorAll('video').forEach(watch);
    lookForJoin();
  });
  observer.observe(document, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['disabled', 'hidden'],
  });
}
