/**
 * How Chromium is started for the stories: with a moving test picture and a beep for camera and
 * microphone. Nothing in here makes WebRTC more permissive than it is for guests.
 */

/**
 * Of several lists Chromium takes the last one: Playwright's own (chromiumSwitches.ts of 1.65), and two more. For its address field
 * each new window would load two pages that nobody sees, for half a second of the processor (puppeteer#15278).
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
  // Browsers look up their maker's hosts at every start; the stories need loopback alone.
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${disabledFeatures.join(',')}`,
];

/** A moving test picture and a beep, allowed without a question. */
export function devicesOf(framesPerSecond: number): string[] {
  return [
    ...always,
    `--use-fake-device-for-media-stream=fps=${framesPerSecond}`,
    '--use-fake-ui-for-media-stream',
  ];
}

// Instead of Chromium's usual 20: guests encode in software. At 10 a call of two takes a quarter more of the processor.
export const fakeDevices = devicesOf(5);

/** Every question for a device is answered with no. */
export const refusedDevices = [...always, '--use-fake-device-for-media-stream', '--deny-permission-prompts'];

/** A computer with a microphone and no camera. */
export const noCamera = [
  ...always,
  '--use-fake-device-for-media-stream=device-count=0',
  '--use-fake-ui-for-media-stream',
];

/** This computer's own devices, all allowed: on a server, none. */
export const realDevices = [...always, '--use-fake-ui-for-media-stream', '--disable-audio-input'];
