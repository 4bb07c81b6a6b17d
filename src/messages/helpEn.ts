/**
 * Instructions for allowing camera and microphone, and for leaving an in-app browser, in English; loaded when needed.
 * `helpJa.ts` has the same type.
 */
export const helpEn = {
  title: 'How to allow camera and microphone',
  afterwards: 'Then come back here. We’ll try again automatically.',
  steps: {
    chrome_site: () =>
      'Click the symbol left of the address and turn on camera and microphone for this page.',
    edge_site: () =>
      'Click the lock left of the address, then “Permissions for this site”, and allow camera and microphone.',
    firefox_site: () =>
      'Click the crossed-out camera or microphone left of the address and remove the block.',
    safari_site: () =>
      'In the menu bar choose Safari, then “Settings for This Website…”, and set camera and microphone to “Allow”.',
    ios_safari_site: () =>
      'Tap the page symbol (or “AA”) beside the address, then ⋯ if there is one, then “Website Settings”, and set camera and microphone to “Allow”.',
    ios_chrome_site: () =>
      'Tap the symbol beside the address (or ⋯, then “Site information”) and turn on camera and microphone.',
    android_site: () =>
      'Tap the symbol left of the address, then “Permissions”, and allow camera and microphone.',
    android_firefox_site: () =>
      'Tap the lock or shield left of the address and switch camera and microphone from “Blocked” to “Allowed”.',
    samsung_site: () =>
      'Tap the lock in the address bar, then “Permissions”, and allow camera and microphone.',
    other_site: () =>
      'Open this page’s permissions, usually left of the address, and allow camera and microphone.',
    ios_safari_system: () =>
      'If that does not help: open Settings, then Apps, then Safari (older systems: Settings, then Safari), and set camera and microphone to “Ask”.',
    ios_app_system: (browser: string) =>
      `Open Settings, then Apps, then ${browser} (older systems: Settings, then ${browser}), and turn on camera and microphone.`,
    android_system: (browser: string) =>
      `Open the phone’s Settings, then Apps, then ${browser}, then “Permissions”, and allow camera and microphone.`,
    mac_system: (browser: string) =>
      `Open System Settings, then “Privacy & Security”, and turn on ${browser} under Camera and under Microphone. Restart the browser if it asks for it.`,
    windows_system: () =>
      'Open Windows Settings, then “Privacy & security”, and under Camera and under Microphone let desktop apps have access.',
  },
  browsers: {
    chrome: 'Chrome',
    chromium: 'your browser',
    edge: 'Edge',
    firefox: 'Firefox',
    safari: 'Safari',
    samsung: 'Samsung Internet',
    other: 'your browser',
  },
  inAppTitle: (app: string) => `This page is open inside ${app}.`,
  inAppAdvice: {
    ios: 'Camera and microphone often do not work here. Tap ⋯ and choose “Open in Safari” or “Open in browser”, or copy the link.',
    android:
      'Camera and microphone often do not work here. Tap ⋮ and choose “Open in Chrome” or “Open in browser”, or copy the link.',
    other: 'Camera and microphone often do not work here. Open the link in your browser.',
  },
  apps: {
    line: 'LINE',
    instagram: 'Instagram',
    facebook: 'Facebook',
    messenger: 'Messenger',
    threads: 'Threads',
    x: 'X',
    wechat: 'WeChat',
    kakaotalk: 'KakaoTalk',
    tiktok: 'TikTok',
    snapchat: 'Snapchat',
    linkedin: 'LinkedIn',
    unknown: 'another app',
  },
  openOutside: 'Open in the browser',
  copyLink: 'Copy link',
  linkCopied: 'Link copied',
  link: 'Link to this room',
  stayHere: 'Try it here',
};

export type HelpMessages = typeof helpEn;
