import type { BrowserKind, BrowserName, SystemName } from './browserKind.ts';

/** A step of the instructions for allowing a device; a key of `HelpMessages['steps']`. */
export type PermissionStep =
  | 'chrome_site'
  | 'edge_site'
  | 'firefox_site'
  | 'safari_site'
  | 'ios_safari_site'
  | 'ios_chrome_site'
  | 'android_site'
  | 'android_firefox_site'
  | 'samsung_site'
  | 'other_site'
  | 'ios_safari_system'
  | 'ios_app_system'
  | 'android_system'
  | 'mac_system'
  | 'windows_system';

/**
 * The steps that allow a refused camera or microphone: first the page's permission, then the permission of the
 * operating system; in reverse order if the browser reports that the operating system has refused.
 *
 * @param detail the browser's error message. Chromium's says whether the operating system has refused
 */
export function permissionSteps({ browser, system }: BrowserKind, detail: string): PermissionStep[] {
  const site = siteStep(browser, system);
  const inSystem = systemStep(browser, system);
  const isBySystem = /by system/i.test(detail);
  const ordered = isBySystem ? [inSystem, site] : [site, inSystem];
  return ordered.filter((step) => step !== undefined);
}

function siteStep(browser: BrowserName, system: SystemName): PermissionStep | undefined {
  if (system === 'ios') {
    if (browser === 'safari') return 'ios_safari_site';
    // On iOS, Chrome has a permission for each page as well. Other browsers there have their permission in the system's
    // settings only.
    return browser === 'chrome' ? 'ios_chrome_site' : undefined;
  }
  if (system === 'android') {
    if (browser === 'samsung') return 'samsung_site';
    return browser === 'firefox' ? 'android_firefox_site' : 'android_site';
  }
  switch (browser) {
    case 'chrome':
    case 'chromium':
      return 'chrome_site';
    case 'edge':
      return 'edge_site';
    case 'firefox':
      return 'firefox_site';
    case 'safari':
      return 'safari_site';
    case 'samsung':
    case 'other':
      return 'other_site';
    default:
      return browser satisfies never;
  }
}

function systemStep(browser: BrowserName, system: SystemName): PermissionStep | undefined {
  switch (system) {
    case 'ios':
      return browser === 'safari' ? 'ios_safari_system' : 'ios_app_system';
    case 'android':
      return 'android_system';
    case 'mac':
      // On a Mac, Safari needs no permission of the operating system.
      return browser === 'safari' ? undefined : 'mac_system';
    case 'windows':
      return 'windows_system';
    case 'other':
      return undefined;
    default:
      return system satisfies never;
  }
}
