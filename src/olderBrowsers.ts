/**
 * Polyfills for everything that src/ uses and browsers since 2023 may lack. livekit-client 2.23 needs none of them.
 *
 * Symptom: without `AbortSignal.any` (before Chromium 116, Firefox 124 and Safari 17.4) each token request fails and is
 * reported as an unreachable token endpoint; without `toSorted` the room crashes. Remove a polyfill when no browser
 * listed in docs/browsers.md needs it.
 */

/** Defines each member of `fill` on `target`, unless the browser has the member already. */
function fillIn(target: object, fill: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(fill)) {
    if (!(name in target)) Object.defineProperty(target, name, { value, configurable: true, writable: true });
  }
}

/** Adds the missing features to the browser. In newer browsers this function changes nothing. */
export function fillInMissing(): void {
  fillIn(AbortSignal, {
    timeout(ms: number): AbortSignal {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new DOMException('signal timed out', 'TimeoutError')), ms);
      return controller.signal;
    },
    any(signals: AbortSignal[]): AbortSignal {
      const controller = new AbortController();
      for (const signal of signals) {
        const abort = () => controller.abort(signal.reason);
        if (signal.aborted) abort();
        else signal.addEventListener('abort', abort, { once: true, signal: controller.signal });
      }
      return controller.signal;
    },
  });

  fillIn(Array.prototype, {
    toSorted<Item>(this: Item[], compare?: (a: Item, b: Item) => number): Item[] {
      // oxlint-disable-next-line unicorn/no-array-sort -- this implements toSorted
      return [...this].sort(compare);
    },
    toReversed<Item>(this: Item[]): Item[] {
      // oxlint-disable-next-line unicorn/no-array-reverse -- this implements toReversed
      return [...this].reverse();
    },
  });

  fillIn(URL, {
    canParse(address: string, base?: string | URL): boolean {
      try {
        return Boolean(new URL(address, base));
      } catch {
        return false;
      }
    },
  });
}
