/** Facts by which the browser is recognised; passed in, so that tests need no browser. */
export interface BrowserFacts {
  userAgent: string;
  /** Tells iPads from Macs, which have the same user agent: Macs have no touch screen. */
  maxTouchPoints: number;
  /** `navigator.userAgentData.brands`, in Chromium only: names that are missing in the user agent, like Brave's. */
  brands: readonly string[];
  /** Whether the guest opened the page from the home screen. There Safari has the user agent of an in-app browser. */
  isHomeScreenApp: boolean;
}

/**
 * The browser, which determines where its permission settings are. `chromium` stands for a browser with the user
 * interface of Chrome and another name.
 */
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

/**
 * The brands in `userAgentData`, which only Chromium has (https://wicg.github.io/ua-client-hints/) and which TypeScript
 * has no type for.
 */
function readBrands(userAgentData: unknown): string[] {
  if (typeof userAgentData !== 'object' || userAgentData === null) return [];
  const brands: unknown = Reflect.get(userAgentData, 'brands');
  if (!Array.isArray(brands)) return [];
  return brands.flatMap((each: unknown) => {
    const brand: unknown = typeof each === 'object' && each !== null ? Reflect.get(each, 'brand') : undefined;
    return typeof brand === 'string' ? [brand] : [];
  });
}

/** Recognises browser and operating system, as far as the page needs them to tell the guest where the settings are. */
export function browserKind(facts: BrowserFacts): BrowserKind {
  return { browser: browserName(facts), system: systemName(facts) };
}

export function systemName({ userAgent, maxTouchPoints }: BrowserFacts): SystemName {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios';
  if (/Android/.test(userAgent)) return 'android';
  if (/Macintosh/.test(userAgent)) return maxTouchPoints > 1 ? 'ios' : 'mac';
  return /Windows NT/.test(userAgent) ? 'windows' : 'other';
}

/** The order of the checks matters, because user agents also contain the names of other browsers. */
function browserName({ userAgent, brands }: BrowserFacts): BrowserName {
  if (/SamsungBrowser\//.test(userAgent)) return 'samsung';
  if (/Edg(e|A|iOS)?\//.test(userAgent)) return 'edge';
  if (/Firefox\/|FxiOS\//.test(userAgent)) return 'firefox';
  if (/OPR\/|OPT\/|OPiOS\/|Vivaldi\/|YaBrowser\/|DuckDuckGo\//.test(userAgent)) return 'chromium';
  if (brands.some((brand) => /Brave|Opera|Vivaldi/.test(brand))) return 'chromium';
  if (/Chrome\/|CriOS\//.test(userAgent)) return 'chrome';
  return /Version\/\S+ .*Safari\//.test(userAgent) ? 'safari' : 'other';
}

/** Whether the device is a phone, and not a tablet. */
export function isPhone({ userAgent }: Pick<BrowserFacts, 'userAgent'>): boolean {
  return /iPhone|iPod/.test(userAgent) || /Android.*\bMobile\b/.test(userAgent);
}
