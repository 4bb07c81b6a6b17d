import { expect, test, vi } from 'vitest';
import { createLoadAgain } from './loadAgain.ts';

/** A fake page with the browser's globals that a reload uses. */
class StandInPage extends EventTarget {
  kept = '';
  reload = vi.fn();

  constructor() {
    super();
    vi.stubGlobal('addEventListener', this.addEventListener.bind(this));
    vi.stubGlobal('document', { querySelectorAll: () => [], querySelector: () => undefined });
    vi.stubGlobal('location', { href: 'https://room.example/', reload: this.reload });
    vi.stubGlobal('sessionStorage', { setItem: (_key: string, value: string) => (this.kept = value) });
    vi.stubGlobal('fetch', async () => ({ ok: true }));
    vi.stubGlobal('InputEvent', class extends Event {});
  }
}

test('the page reloads itself once the guest has stopped typing, and keeps the text typed before it unloads', async () => {
  vi.useFakeTimers();
  const page = new StandInPage();
  const loadAgain = createLoadAgain();
  let name = 'F';
  void loadAgain(() => Promise.reject(new Error('not there')), { carry: () => ({ name }) });
  for (const letter of 'ox') {
    name += letter;
    page.dispatchEvent(new InputEvent('input'));
    await vi.advanceTimersByTimeAsync(900);
  }
  page.dispatchEvent(new Event('compositionstart'));
  await vi.advanceTimersByTimeAsync(60_000);
  page.dispatchEvent(new Event('compositionend'));
  await vi.advanceTimersByTimeAsync(900);
  expect(page.reload).not.toHaveBeenCalled();

  await vi.advanceTimersByTimeAsync(200);
  expect(page.reload).toHaveBeenCalledOnce();
  name += 'y';
  page.dispatchEvent(new Event('pagehide'));
  expect(JSON.parse(page.kept)).toMatchObject({ name: 'Foxy', reloads: 1 });
});
