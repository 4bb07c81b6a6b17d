import { expect, test } from 'vitest';
import { browserKind, isPhone, type BrowserFacts } from './browserKind.ts';

const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';
const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';
const iphone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const android = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)';
const blink = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';
const safari = 'AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15';

function facts(userAgent: string, more: Partial<BrowserFacts> = {}): BrowserFacts {
  return { userAgent, maxTouchPoints: 0, brands: [], isHomeScreenApp: false, ...more };
}

test.each([
  ['Chrome on Windows', facts(`${windows} ${blink}`), 'chrome', 'windows'],
  ['Edge on Windows', facts(`${windows} ${blink} Edg/141.0.0.0`), 'edge', 'windows'],
  ['Opera on Windows', facts(`${windows} ${blink} OPR/120.0.0.0`), 'chromium', 'windows'],
  [
    'Firefox on Windows',
    facts('Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0'),
    'firefox',
    'windows',
  ],
  ['Chrome on a Mac', facts(`${mac} ${blink}`), 'chrome', 'mac'],
  [
    'Brave on a Mac, which only its brands show',
    facts(`${mac} ${blink}`, { brands: ['Brave', 'Chromium', 'Not=A?Brand'] }),
    'chromium',
    'mac',
  ],
  ['Safari on a Mac', facts(`${mac} ${safari}`), 'safari', 'mac'],
  [
    'Safari on an iPad, which calls itself a Mac',
    facts(`${mac} ${safari}`, { maxTouchPoints: 5 }),
    'safari',
    'ios',
  ],
  ['Safari on an iPhone', facts(`${iphone} Version/18.6 Mobile/15E148 Safari/604.1`), 'safari', 'ios'],
  ['Chrome on an iPhone', facts(`${iphone} CriOS/141.0.7390.41 Mobile/15E148 Safari/604.1`), 'chrome', 'ios'],
  ['Firefox on an iPhone', facts(`${iphone} FxiOS/143.0 Mobile/15E148 Safari/605.1.15`), 'firefox', 'ios'],
  [
    'Edge on an iPhone',
    facts(`${iphone} Version/18.0 EdgiOS/141.0.3537.71 Mobile/15E148 Safari/604.1`),
    'edge',
    'ios',
  ],
  ['Chrome on Android', facts(`${android} Chrome/141.0.0.0 Mobile Safari/537.36`), 'chrome', 'android'],
  [
    'Edge on Android',
    facts(`${android} Chrome/141.0.0.0 Mobile Safari/537.36 EdgA/141.0.0.0`),
    'edge',
    'android',
  ],
  [
    'Samsung Internet',
    facts(`${android} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`),
    'samsung',
    'android',
  ],
  [
    'Firefox on Android',
    facts('Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0'),
    'firefox',
    'android',
  ],
  ['Chromium on Linux', facts(`Mozilla/5.0 (X11; Linux x86_64) ${blink}`), 'chrome', 'other'],
  ['something else', facts('NetFront/4'), 'other', 'other'],
] as const)('%s is recognised', (_name, given, browser, system) => {
  expect(browserKind(given)).toEqual({ browser, system });
});

test.each([
  [true, 'an iPhone', `${iphone} Version/18.6 Mobile/15E148 Safari/604.1`],
  [true, 'an Android phone', `${android} Chrome/141.0.0.0 Mobile Safari/537.36`],
  [
    true,
    'Firefox on an Android phone',
    'Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0',
  ],
  [false, 'an Android tablet', `${android} Chrome/141.0.0.0 Safari/537.36`],
  [false, 'an iPad', `${mac} ${safari}`],
  [false, 'a computer', `${windows} ${blink}`],
])('%s: %s is a phone', (expected, _name, userAgent) => {
  expect(isPhone({ userAgent })).toBe(expected);
});
