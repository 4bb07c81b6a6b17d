/**
 * Arguments with which the tests start Chromium. Its test camera shows a moving pattern and its test microphone beeps.
 * No argument makes WebRTC more permissive than it is for guests.
 */

/**
 * Chromium features that are turned off: those in Playwright's own list (chromiumSwitches.ts of 1.65) and two more.
 * Chromium uses only the last `--disable-features`, so this list replaces Playwright's. With the two WebUI features
 * each new window loads two invisible pages for the address field, which take half a second of CPU time
 * (puppeteer#15278).
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
  // Turns Chromium's sandbox off, which can't start in containers or as root. The tests open only our own pages.
  '--no-sandbox',
  '--disable-gpu',
  // The next arguments keep Chromium from contacting Google's hosts at every start. The tests need loopback only.
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${disabledFeatures.join(',')}`,
];

/** Returns arguments for a Chromium with a test camera and a test microphone, which pages may use without a prompt. */
export function devicesOf(framesPerSecond: number): string[] {
  return [
    ...always,
    `--use-fake-device-for-media-stream=fps=${framesPerSecond}`,
    '--use-fake-ui-for-media-stream',
  ];
}

// The test camera sends 5 frames a second instead of Chromium's default of 20. Guests encode in software: at 10 frames
// a call of two takes a quarter more CPU time.
export const fakeDevices = devicesOf(5);

/** Arguments for a Chromium that denies every permission prompt for a device. */
export const refusedDevices = [...always, '--use-fake-device-for-media-stream', '--deny-permission-prompts'];

/** Arguments for a Chromium that has a test microphone and no camera. */
export const noCamera = [
  ...always,
  '--use-fake-device-for-media-stream=device-count=0',
  '--use-fake-ui-for-media-stream',
];

/**
 * Arguments for a Chromium with this computer's own cameras and microphones, allowed without a prompt. A server has no
 * such devices.
 */
export const realDevices = [...always, '--use-fake-ui-for-media-stream', '--disable-audio-input'];
