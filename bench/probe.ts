/**
 * Times in ms since the epoch, recorded by the probe: the benchmark's script that runs in every measured page, the same
 * for the app and its rivals.
 */
export interface Probe {
  clickedAtMs: number | undefined;
  /** For each remote video, the time at which its first frame was presented. */
  firstFramesAtMs: number[];
  devicesAskedAtMs: number | undefined;
  joinEnabledAtMs: number | undefined;
  connections: RTCPeerConnection[];
  /** Tasks that kept the page's main thread busy for more than 50 ms. */
  longTasks: { startMs: number; ms: number }[];
  /** Ends the recording, which itself takes CPU time. */
  stop: () => void;
}

declare global {
  interface Window {
    bench: Probe;
  }
}

/**
 * Starts to record a page's times. Runs in the page before the page's own scripts.
 *
 * @param clicks whether to click Join as soon as it is enabled
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
    // The track that this element showed last, so that only the first frame of another track is recorded. Each element
    // has a variable of its own, because the same track may appear again in another element: when a newcomer comes
    // after another participant has left, the SFU may reuse the receiver of the one who left.
    let shown: MediaStreamTrack | undefined;
    const look = () => {
      const stream = video.srcObject instanceof MediaStream ? video.srcObject : undefined;
      const track = stream?.getVideoTracks().find((one) => received.has(one));
      if (track && track !== shown) probe.firstFramesAtMs.push(nowMs());
      shown = track;
      // Looks at the next frame, too, because the element may show another participant's video later.
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
