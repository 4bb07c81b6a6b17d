import { expect, test, vi } from 'vitest';
import { watchReturn, type PageEvents } from './watchReturn.ts';

/** A fake page and a guest. The test decides whether the guest has refused the devices. */
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

test('returning after a refusal retries once, although several events report the return', () => {
  const { retry, happen, see } = openPage();
  happen('blur');
  see('hidden');
  see('visible');
  happen('pageshow');
  happen('focus');
  expect(retry).toHaveBeenCalledOnce();
});

test('each return retries once', () => {
  const { retry, happen } = openPage();
  happen('blur');
  happen('focus');
  happen('blur');
  happen('focus');
  expect(retry).toHaveBeenCalledTimes(2);
});

test('answering the permission prompt, which takes the focus, does not retry', () => {
  const { guest, retry, happen } = openPage();
  guest.isRefused = false;
  happen('blur');
  guest.isRefused = true;
  happen('focus');
  expect(retry).not.toHaveBeenCalled();
});

test('a focus event without having been away does not retry', () => {
  const { retry, happen } = openPage();
  happen('focus');
  expect(retry).not.toHaveBeenCalled();
});

test('returning without a refusal, or after watching has stopped, does not retry', () => {
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
