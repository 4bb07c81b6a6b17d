import { systemName, type BrowserFacts } from './browserKind.ts';

/** An app that has an in-app browser; a key of `HelpMessages['apps']`. */
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
 * The marks that show which app a user agent belongs to. Their order matters, because the user agents of Messenger and
 * Threads also contain the marks of Facebook and Instagram. Slack, Discord and most others are missing, because they
 * open links in Safari's or Chrome's own view, which works like the browser.
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
 * The app to which this in-app browser belongs, or `undefined` in a real browser. In-app browsers often have no camera
 * and microphone, or never show a permission prompt, so the page informs the guest before it requests devices.
 */
export function findInAppBrowser(facts: BrowserFacts): InAppBrowser | undefined {
  const { userAgent } = facts;
  const system = systemName(facts);
  const place = system === 'ios' || system === 'android' ? system : 'other';
  const known = marks.find(([, mark]) => mark.test(userAgent));
  if (known) return { app: known[0], system: place };
  return isWebView(facts) ? { app: 'unknown', system: place } : undefined;
}

/** Whether the browser is the web view of an unknown app (https://developer.chrome.com/docs/webview/user-agent). */
function isWebView(facts: BrowserFacts): boolean {
  const system = systemName(facts);
  switch (system) {
    case 'android':
      return /; wv\)/.test(facts.userAgent);
    case 'ios':
      // On iOS every real browser has Safari's name in its user agent, except Safari itself when the page is opened
      // from the home screen.
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
 * A link that opens the page in a real browser, for apps in which such a link is known to work; otherwise `undefined`.
 * LINE documents a parameter (https://developers.line.biz/en/docs/line-login/using-line-url-scheme/), and KakaoTalk a
 * URL scheme. Other apps on Android pass on `intent:` links, of which Android parses the part after the last `#`
 * (`Intent.parseUri`), so the page's own fragment is kept.
 */
export function outsideLink({ app, system }: InAppBrowser, page: URL): string | undefined {
  if (app === 'line') {
    const link = new URL(page);
    link.searchParams.set('openExternalBrowser', '1');
    return link.href;
  }
  if (app === 'kakaotalk') return `kakaotalk://web/openExternal?url=${encodeURIComponent(page.href)}`;
  // WeChat does not open links in other apps, so there is no such link.
  if (system !== 'android' || app === 'wechat') return undefined;
  const address = page.href.slice(page.protocol.length);
  const scheme = page.protocol.slice(0, -1);
  return `intent:${address}#Intent;scheme=${scheme};package=com.android.chrome;end`;
}
