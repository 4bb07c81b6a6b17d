import { expect, test, vi } from 'vitest';
import { keepAwake, type AwakeParts } from './keepAwake.ts';

function openPage(answer: () => Promise<void> = () => Promise.resolve()) {
  const visibilityState: DocumentVisibilityState = 'visible';
  const page: AwakeParts['document'] = Object.assign(new EventTarget(), { visibilityState });
  const release = vi.fn(() => Promise.resolve());
  const request = vi.fn(async () => {
    await answer();
    return { release };
  });
  const see = (visibility: DocumentVisibilityState) => {
    page.visibilityState = visibility;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  return { page, release, request, see };
}

test('the wake lock is requested at once, and again each time the page becomes visible', () => {
  const { page, request, see } = openPage();
  keepAwake({ wakeLock: { request }, document: page });
  see('hidden');
  expect(request).toHaveBeenCalledTimes(1);
  see('visible');
  expect(request).toHaveBeenCalledTimes(2);
});

test('the wake lock is released at the end and not requested again', async () => {
  const { page, request, release, see } = openPage();
  keepAwake({ wakeLock: { request }, document: page })();
  await vi.waitFor(() => expect(release).toHaveBeenCalledOnce());
  see('visible');
  expect(request).toHaveBeenCalledTimes(1);
});

test('a refused or missing wake lock causes no error', async () => {
  const { page, request, release } = openPage(() =>
    Promise.reject(new DOMException('low battery', 'NotAllowedError')),
  );
  keepAwake({ wakeLock: { request }, document: page })();
  keepAwake({ wakeLock: undefined, document: page })();
  await Promise.allSettled(request.mock.results.map(({ value }) => value));
  expect(release).not.toHaveBeenCalled();
});
