import { expect, test, vi } from 'vitest';
import { watchReturn, type PageEvents } from './watchReturn.ts';

/** A page with a guest in front of it, whose permission is as the test says. */
function openPage() {
  const visibilityState: DocumentVisibilityState = 'visible';
  const page: PageEvents = {
    window: new EventTarget(),
    document: Object.assign(new EventTarget(), { visibilityState }),
  };
  const guest = { isRefused: true };
  const retry = vi.fn();
  const stop = watchReturn(page, () => guest.isRefused, retry);
  const happen = (name: string) => page.window.dispatchEvent(new Event(name));
  const see = (visibility: DocumentVisibilityState) => {
    page.document.visibilityState = visibility;
    page.document.dispatchEvent(new Event('visibilitychange'));
  };
  return { guest, retry, stop, happen, see };
}

test('a refused guest who comes back is tried again, once however many events tell of it', () => {
  const { retry, happen, see } = openPage();
  happen('blur');
  see('hidden');
  see('visible');
  happen('pageshow');
  happen('focus');
  expect(retry).toHaveBeenCalledOnce();
});

test('each return is one try', () => {
  const { retry, happen } = openPage();
  happen('blur');
  happen('focus');
  happen('blur');
  happen('focus');
  expect(retry).toHaveBeenCalledTimes(2);
});

test('the browser’s own question, which takes the focus and gives it back, opens no second one', () => {
  const { guest, retry, happen } = openPage();
  guest.isRefused = false;
  happen('blur');
  guest.isRefused = true;
  happen('focus');
  expect(retry).not.toHaveBeenCalled();
});

test('a focus without having been away tries nothing', () => {
  const { retry, happen } = openPage();
  happen('focus');
  expect(retry).not.toHaveBeenCalled();
});

test('nothing is tried when nothing is refused, or when nobody watches any more', () => {
  const { guest, retry, stop, happen } = openPage();
  happen('blur');
  guest.isRefused = false;
  happen('focus');
  guest.isRefused = true;
  stop();
  happen('blur');
  happen('focus');
  expect(retry).not.toHaveBeenCalled();
});
