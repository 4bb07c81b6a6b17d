import { systemName, type BrowserFacts } from './browserKind.ts';

/** An app whose own browser the link was opened in; a key of `HelpMessages['apps']`. */
type HostApp =
  | 'line'
  | 'instagram'
  | 'facebook'
  | 'messenger'
  | 'threads'
  | 'x'
  | 'wechat'
  | 'kakaotalk'
  | 'tiktok'
  | 'snapchat'
  | 'linkedin'
  | 'unknown';

export interface InAppBrowser {
  app: HostApp;
  system: 'ios' | 'android' | 'other';
}

/**
 * The order matters: Messenger and Threads carry Facebook's and Instagram's marks, too. Slack, Discord and
 * most others open links in Safari's or Chrome's own view, which looks and works like the browser.
 */
const marks: readonly [HostApp, RegExp][] = [
  ['line', /\bLine\/\d/],
  ['kakaotalk', /KAKAOTALK/i],
  ['wechat', /MicroMessenger\//],
  ['messenger', /FBAN\/Messenger|FB_IAB\/(MESSENGER|Orca)/],
  ['threads', /\bBarcelona \d/],
  ['instagram', /\bInstagram \d/],
  ['facebook', /\bFBAN\/|\bFBAV\/|\bFB_IAB\//],
  ['x', /Twitter for iPhone|TwitterAndroid/],
  ['tiktok', /musical_ly|\btrill_|BytedanceWebview/],
  ['snapchat', /Snapchat/],
  ['linkedin', /LinkedInApp/],
];

/**
 * The app whose own browser this is, or `undefined` in a real one. Such browsers often have no camera and
 * microphone, or never ask for them, so the guest is told before anything is asked.
 */
export function findInAppBrowser(facts: BrowserFacts): InAppBrowser | undefined {
  const { userAgent } = facts;
  const system = systemName(facts);
  const place = system === 'ios' || system === 'android' ? system : 'other';
  const known = marks.find(([, mark]) => mark.test(userAgent));
  if (known) return { app: known[0], system: place };
  return isWebView(facts) ? { app: 'unknown', system: place } : undefined;
}

/** A browser view inside an app that does not say which (https://developer.chrome.com/docs/webview/user-agent). */
function isWebView(facts: BrowserFacts): boolean {
  const system = systemName(facts);
  switch (system) {
    case 'android':
      return /; wv\)/.test(facts.userAgent);
    case 'ios':
      // Every browser on iOS ends in Safari's name, except Safari itself on the home screen.
      return !facts.isHomeScreenApp && !/Safari\//.test(facts.userAgent);
    case 'mac':
    case 'windows':
    case 'other':
      return false;
    default:
      return system satisfies never;
  }
}

/**
 * A link that leaves the app for the real browser, for those apps where it is known to work:
 * LINE documents its parameter (https://developers.line.biz/en/docs/line-login/using-line-url-scheme/),
 * KakaoTalk its scheme, and Android's other apps pass `intent:` on, where Android
 * takes what follows the last `#` for its own (`Intent.parseUri`), so that the page's fragment arrives. `undefined` where there is no such way.
 */
export function outsideLink({ app, system }: InAppBrowser, page: URL): string | undefined {
  if (app === 'line') {
    const link = new URL(page);
    link.searchParams.set('openExternalBrowser', '1');
    return link.href;
  }
  if (app === 'kakaotalk') return `kakaotalk://web/openExternal?url=${encodeURIComponent(page.href)}`;
  // WeChat hands no link to other apps.
  if (system !== 'android' || app === 'wechat') return undefined;
  const address = page.href.slice(page.protocol.length);
  const scheme = page.protocol.slice(0, -1);
  return `intent:${address}#Intent;scheme=${scheme};package=com.android.chrome;end`;
}
