/** What a browser tells about itself; handed in, so that tests need none. */
export interface BrowserFacts {
  userAgent: string;
  /** iPads call themselves Macs; no Mac has a touch screen. */
  maxTouchPoints: number;
  /** `navigator.userAgentData.brands`: names that the user agent hides, like Brave's. Chromium only. */
  brands: readonly string[];
  /** Opened from the home screen, where Safari calls itself what apps' own browsers call themselves. */
  isHomeScreenApp: boolean;
}

/** Whose settings hold the permission. `chromium` is one that looks like Chrome and has another name. */
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

/** In no list of types yet, and in Chromium alone (https://wicg.github.io/ua-client-hints/). */
function readBrands(userAgentData: unknown): string[] {
  if (typeof userAgentData !== 'object' || userAgentData === null) return [];
  const brands: unknown = Reflect.get(userAgentData, 'brands');
  if (!Array.isArray(brands)) return [];
  return brands.flatMap((each: unknown) => {
    const brand: unknown = typeof each === 'object' && each !== null ? Reflect.get(each, 'brand') : undefined;
    return typeof brand === 'string' ? [brand] : [];
  });
}

/** Which browser on which system, as far as it is needed to say where its settings are. */
export function browserKind(facts: BrowserFacts): BrowserKind {
  return { browser: browserName(facts), system: systemName(facts) };
}

export function systemName({ userAgent, maxTouchPoints }: BrowserFacts): SystemName {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'ios';
  if (/Android/.test(userAgent)) return 'android';
  if (/Macintosh/.test(userAgent)) return maxTouchPoints > 1 ? 'ios' : 'mac';
  return /Windows NT/.test(userAgent) ? 'windows' : 'other';
}

/** The order matters: each browser carries the names of those it wants to be taken for. */
function browserName({ userAgent, brands }: BrowserFacts): BrowserName {
  if (/SamsungBrowser\//.test(userAgent)) return 'samsung';
  if (/Edg(e|A|iOS)?\//.test(userAgent)) return 'edge';
  if (/Firefox\/|FxiOS\//.test(userAgent)) return 'firefox';
  if (/OPR\/|OPT\/|OPiOS\/|Vivaldi\/|YaBrowser\/|DuckDuckGo\//.test(userAgent)) return 'chromium';
  if (brands.some((brand) => /Brave|Opera|Vivaldi/.test(brand))) return 'chromium';
  if (/Chrome\/|CriOS\//.test(userAgent)) return 'chrome';
  return /Version\/\S+ .*Safari\//.test(userAgent) ? 'safari' : 'other';
}

/** A phone, and no tablet: small, in a hand, on a battery. */
export function isPhone({ userAgent }: Pick<BrowserFacts, 'userAgent'>): boolean {
  return /iPhone|iPod/.test(userAgent) || /Android.*\bMobile\b/.test(userAgent);
}
