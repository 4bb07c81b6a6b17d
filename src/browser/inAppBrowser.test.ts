import { expect, test } from 'vitest';
import type { BrowserFacts } from './browserKind.ts';
import { findInAppBrowser, outsideLink } from './inAppBrowser.ts';

const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const webView =
  'Mozilla/5.0 (Linux; Android 14; SM-S921N Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/129.0.6668.100 Mobile Safari/537.36';

function facts(userAgent: string, more: Partial<BrowserFacts> = {}): BrowserFacts {
  return { userAgent, maxTouchPoints: 5, brands: [], isHomeScreenApp: false, ...more };
}

// User agents of in-app browsers, from access logs and other projects' collections, 2021 to 2026. The long ones are
// shortened.
test.each([
  ['line', 'ios', `${iphone} Mobile/15E148 Safari Line/15.12.1`],
  ['line', 'ios', `${iphone} Mobile/15E148 Safari Line/15.12.1 LIFF`],
  ['line', 'android', `${webView} Line/14.4.2/IAB`],
  ['kakaotalk', 'ios', `${iphone} Mobile/15E148 KAKAOTALK 25.6.1`],
  ['kakaotalk', 'android', `${webView};KAKAOTALK 2511450`],
  [
    'instagram',
    'ios',
    `${iphone} Mobile/15E148 Instagram 389.0.0.28.88 (iPhone15,3; iOS 18_6; en_US; en; scale=3.00; 1290x2796)`,
  ],
  ['instagram', 'android', `${webView} Instagram 345.0.0.48.95 Android (34/14; 480dpi; samsung; SM-S921N)`],
  ['facebook', 'ios', `${iphone} Mobile/15E148 [FBAN/FBIOS;FBAV/266.0.0.57.1;FBDV/iPhone13,3;FBSN/iOS]`],
  ['facebook', 'android', `${webView} [FB_IAB/FB4A;FBAV/456.0.0.0;]`],
  ['messenger', 'ios', `${iphone} Mobile/15E148 [FBAN/MessengerForiOS;FBAV/460.0.0.36.109]`],
  ['messenger', 'ios', `${iphone} Mobile/15E148 [FBAN/MessengerLiteForiOS;FBAV/470.0.0.28.107;FBOP/0]`],
  ['messenger', 'android', `${webView} [FB_IAB/Orca-Android;FBAV/430.0.0.29.109;]`],
  ['threads', 'ios', `${iphone} Mobile/15E148 Barcelona 340.0.0.30.109 (iPhone15,2; iOS 18_6; en_GB)`],
  ['x', 'ios', `${iphone} Mobile/21G93 Twitter for iPhone/10.64.1`],
  ['wechat', 'ios', `${iphone} Mobile/15E148 MicroMessenger/8.0.57(0x18003928) NetType/WIFI Language/en`],
  ['wechat', 'android', `${webView} MicroMessenger/8.0.40.2420 WeChat/arm64 NetType/4G Language/zh_CN`],
  ['tiktok', 'ios', `${iphone} Mobile/15E148 musical_ly_36.0.0 JsSdk/2.0 NetType/WIFI ByteLocale/en`],
  ['tiktok', 'android', `${webView} trill_350503 JsSdk/1.0 NetType/WIFI BytedanceWebview/d8a21c6`],
  ['snapchat', 'ios', `${iphone} Mobile/15E148 Snapchat/13.10.0.40 (like Safari/8618.2.12.10.9, panda)`],
  ['linkedin', 'ios', `${iphone} Mobile/15E148 [LinkedInApp]/9.31.6021`],
  ['unknown', 'android', webView],
  ['unknown', 'ios', `${iphone} Mobile/15E148`],
] as const)('the in-app browser of %s on %s is recognised', (app, system, userAgent) => {
  expect(findInAppBrowser(facts(userAgent))).toEqual({ app, system });
});

test.each([
  ['Safari', `${iphone} Version/18.6 Mobile/15E148 Safari/604.1`],
  ['Chrome on an iPhone', `${iphone} CriOS/141.0.7390.41 Mobile/15E148 Safari/604.1`],
  ['Firefox on an iPhone', `${iphone} FxiOS/143.0 Mobile/15E148 Safari/605.1.15`],
  ['the Google app', `${iphone} GSA/315.0.630435 Mobile/15E148 Safari/604.1`],
  [
    'Chrome on Android',
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
  ],
  ['Firefox on Android', 'Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0'],
  [
    'Chrome on a Mac',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  ],
])('%s is not an in-app browser', (_name, userAgent) => {
  expect(findInAppBrowser(facts(userAgent))).toBeUndefined();
});

test('Safari opened from the home screen is not an in-app browser, although it has such a user agent', () => {
  expect(findInAppBrowser(facts(`${iphone} Mobile/15E148`, { isHomeScreenApp: true }))).toBeUndefined();
});

const page = new URL('https://room.example/?room=kitchen&name=Aiko');

test.each([
  ['line', 'ios', 'https://room.example/?room=kitchen&name=Aiko&openExternalBrowser=1'],
  [
    'kakaotalk',
    'ios',
    'kakaotalk://web/openExternal?url=https%3A%2F%2Froom.example%2F%3Froom%3Dkitchen%26name%3DAiko',
  ],
  [
    'instagram',
    'android',
    'intent://room.example/?room=kitchen&name=Aiko#Intent;scheme=https;package=com.android.chrome;end',
  ],
  ['instagram', 'ios', undefined],
  ['wechat', 'android', undefined],
] as const)('the link from %s on %s to a real browser is %s', (app, system, link) => {
  expect(outsideLink({ app, system }, page)).toBe(link);
});

test('links to a real browser keep the room key in the fragment', () => {
  const keyed = new URL('https://room.example/?room=kitchen#key=blue-kettle-forty9');
  const links = [
    outsideLink({ app: 'line', system: 'ios' }, keyed),
    outsideLink({ app: 'kakaotalk', system: 'ios' }, keyed),
    outsideLink({ app: 'instagram', system: 'android' }, keyed),
  ];
  expect(links).toEqual([
    'https://room.example/?room=kitchen&openExternalBrowser=1#key=blue-kettle-forty9',
    'kakaotalk://web/openExternal?url=https%3A%2F%2Froom.example%2F%3Froom%3Dkitchen%23key%3Dblue-kettle-forty9',
    'intent://room.example/?room=kitchen#key=blue-kettle-forty9#Intent;scheme=https;package=com.android.chrome;end',
  ]);
});
