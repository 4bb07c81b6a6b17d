import type { PageFacts } from './facts.ts';

/**
 * Observes this browser and page. Cameras and microphones are counted, not opened; the lobby shows whether they work.
 */
export async function observePage(): Promise<PageFacts> {
  const devices = await listDevices();
  const count = (kind: MediaDeviceKind) => devices.filter((device) => device.kind === kind).length;
  return {
    isSecure: isSecureContext,
    hasWebRtc: 'RTCPeerConnection' in globalThis,
    microphones: count('audioinput'),
    cameras: count('videoinput'),
  };
}

async function listDevices(): Promise<MediaDeviceInfo[]> {
  try {
    return await navigator.mediaDevices.enumerateDevices();
  } catch {
    // `navigator.mediaDevices` is undefined on insecure pages (HTTP), so no devices can be listed.
    return [];
  }
}
