import type { PageFacts } from './facts.ts';

/** This browser and page. Devices are counted, not opened: whether they work is what the lobby shows. */
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
    // No secure page, no devices.
    return [];
  }
}
