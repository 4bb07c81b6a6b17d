/**
 * Chromium's arguments for the tests. Its test camera shows a moving pattern and its test microphone beeps.
 * No argument makes WebRTC more permissive than it is for guests.
 */

/**
 * Playwright's own list (chromiumSwitches.ts of 1.65) and two more features: Chromium uses only the last `--disable-features`. With the two
 * WebUI features each new window loads two invisible pages for the address field, which take half a second of CPU time (puppeteer#15278).
 */
const disabledFeatures = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
];

const always = [
  // Containers and root have no sandbox to offer; only our own pages are opened.
  '--no-sandbox',
  '--disable-gpu',
  // Without these Chromium contacts Google's hosts at every start. The tests need loopback only.
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${disabledFeatures.join(',')}`,
];

/** Arguments for a test camera and a test microphone, allowed without a prompt. */
export function devicesOf(framesPerSecond: number): string[] {
  return [
    ...always,
    `--use-fake-device-for-media-stream=fps=${framesPerSecond}`,
    '--use-fake-ui-for-media-stream',
  ];
}

// Chromium's default is 20 frames a second. Guests encode in software: at 10 a call of two takes a quarter more CPU time.
export const fakeDevices = devicesOf(5);

/** Arguments for a Chromium that denies every permission prompt for a device. */
export const refusedDevices = [...always, '--use-fake-device-for-media-stream', '--deny-permission-prompts'];

/** Arguments for a computer with a microphone and no camera. */
export const noCamera = [
  ...always,
  '--use-fake-device-for-media-stream=device-count=0',
  '--use-fake-ui-for-media-stream',
];

/** Arguments for this computer's own devices, all allowed. A server has none. */
export const realDevices = [...always, '--use-fake-ui-for-media-stream', '--disable-audio-input'];
