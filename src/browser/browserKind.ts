/** Facts by which a browser is recognised; passed in, so that tests need no browser. */
export interface BrowserFacts {
  userAgent: string;
  /** Distinguishes iPads, whose user agent is that of a Mac. Macs have no touch screen. */
  maxTouchPoints: number;
  /** `navigator.userAgentData.brands`: names that are not in the user agent, like Brave's. Chromium only. */
  brands: readonly string[];
  /** Whether the page was opened from the home screen, where Safari has the user agent of an in-app browser. */
  isHomeScreenApp: boolean;
}

/** The browser, which determines where its permission settings are. `chromium` is a browser with the user interface of Chrome and another name. */
export type BrowserName = 'chrome' | 'chromium' | 'edge' | 'firefox' | 'safari' | 'samsung' | 'other';

export type SystemName = 'ios' | 'android' | 'mac' | 'windows' | 'other';

export interface BrowserKind {
  browser: BrowserName;
  system: SystemName;
}

export function readBrowserFacts(): BrowserFacts {
  return {
    userAgent: navigator.userAgent,
    maxTouchPoints: navigator.maxTouchPoints,
    brands: readBrands(Reflect.get(navigator, 'userAgentData')),
    isHomeScreenApp: matchMedia('(display-mode: standalone)').matches,
  };
}

/** `userAgentData` is missing in TypeScript's types, and exists only in Chromium (https://wicg.github.io/ua-client-hints/). */
function readBrands(userAgentData: unknown): string[] {
  if (typeof userAgentData !== 'object' || userAgentData === null) return [];
  const brands: unknown = Reflect.get(userAgentData, 'brands');
  if (!Array.isArray(brands)) return [];
  return brands.flatMap((each: unknown) => {
    const brand: unknown = typeof each === 'object' && each !== null ? Reflect.get(each, 'brand') : undefined;
    return typeof brand === 'string' ? [brand] : [];
  });
}

/** Recognises browser and operating system, as far as it is needed to describe where the settings are. */
export function browserKind(facts: BrowserFacts): BrowserKind {
  return { browser: browserName(facts), system: systemName(facts) };
}

export function systemName({ userAgent, maxTouchPoints }: BrowserFacts): SystemName {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios';
  if (/Android/.test(userAgent)) return 'android';
  if (/Macintosh/.test(userAgent)) return maxTouchPoints > 1 ? 'ios' : 'mac';
  return /Windows NT/.test(userAgent) ? 'windows' : 'other';
}

/** The order matters, because user agents contain the names of other browsers as well. */
function browserName({ userAgent, brands }: BrowserFacts): BrowserName {
  if (/SamsungBrowser\//.test(userAgent)) return 'samsung';
  if (/Edg(e|A|iOS)?\//.test(userAgent)) return 'edge';
  if (/Firefox\/|FxiOS\//.test(userAgent)) return 'firefox';
  if (/OPR\/|OPT\/|OPiOS\/|Vivaldi\/|YaBrowser\/|DuckDuckGo\//.test(userAgent)) return 'chromium';
  if (brands.some((brand) => /Brave|Opera|Vivaldi/.test(brand))) return 'chromium';
  if (/Chrome\/|CriOS\//.test(userAgent)) return 'chrome';
  return /Version\/\S+ .*Safari\//.test(userAgent) ? 'safari' : 'other';
}

/** Whether this is a phone; not a tablet. */
export function isPhone({ userAgent }: Pick<BrowserFacts, 'userAgent'>): boolean {
  return /iPhone|iPod/.test(userAgent) || /Android.*\bMobile\b/.test(userAgent);
}
