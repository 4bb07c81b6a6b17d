import { expect, test } from 'vitest';
import { permissionSteps } from './permissionSteps.ts';

test.each([
  ['safari', 'ios', ['ios_safari_site', 'ios_safari_system']],
  ['chrome', 'ios', ['ios_chrome_site', 'ios_app_system']],
  ['firefox', 'ios', ['ios_app_system']],
  ['chrome', 'android', ['android_site', 'android_system']],
  ['firefox', 'android', ['android_firefox_site', 'android_system']],
  ['samsung', 'android', ['samsung_site', 'android_system']],
  ['chrome', 'mac', ['chrome_site', 'mac_system']],
  ['firefox', 'mac', ['firefox_site', 'mac_system']],
  ['safari', 'mac', ['safari_site']],
  ['edge', 'windows', ['edge_site', 'windows_system']],
  ['chromium', 'windows', ['chrome_site', 'windows_system']],
  ['chrome', 'other', ['chrome_site']],
  ['other', 'other', ['other_site']],
] as const)('the steps for %s on %s', (browser, system, steps) => {
  expect(permissionSteps({ browser, system }, 'NotAllowedError: Permission denied')).toEqual(steps);
});

test('if the operating system has refused, its step comes first', () => {
  expect(
    permissionSteps({ browser: 'chrome', system: 'mac' }, 'NotAllowedError: Permission denied by system'),
  ).toEqual(['mac_system', 'chrome_site']);
});
