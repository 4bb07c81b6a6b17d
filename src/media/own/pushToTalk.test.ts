import { expect, test, vi } from 'vitest';
import { createPushToTalk } from './pushToTalk.ts';

test('the microphone is on while the key is held', async () => {
  const setMicrophone = vi.fn(() => Promise.resolve());
  const talk = createPushToTalk(setMicrophone);
  talk.press();
  await vi.waitFor(() => expect(setMicrophone).toHaveBeenCalledWith(true));
  talk.release();
  await vi.waitFor(() => expect(setMicrophone.mock.calls).toEqual([[true], [false]]));
});

test('a key released while the microphone is opening closes it afterwards', async () => {
  let opened = () => {};
  const setMicrophone = vi.fn((on: boolean) =>
    on ? new Promise<void>((resolve) => (opened = resolve)) : Promise.resolve(),
  );
  const talk = createPushToTalk(setMicrophone);
  talk.press();
  talk.release();
  expect(setMicrophone.mock.calls).toEqual([[true]]);
  opened();
  await vi.waitFor(() => expect(setMicrophone.mock.calls).toEqual([[true], [false]]));
});

test('releasing a key that was not held changes nothing', () => {
  const setMicrophone = vi.fn(() => Promise.resolve());
  createPushToTalk(setMicrophone).release();
  expect(setMicrophone).not.toHaveBeenCalled();
});

test('a microphone that failed to open is tried again at the next press', async () => {
  const setMicrophone = vi.fn(() => Promise.reject(new DOMException('no', 'NotAllowedError')));
  const talk = createPushToTalk(setMicrophone);
  talk.press();
  await vi.waitFor(() => expect(setMicrophone).toHaveBeenCalledOnce());
  await Promise.resolve();
  talk.release();
  talk.press();
  await vi.waitFor(() => expect(setMicrophone.mock.calls).toEqual([[true], [true]]));
});
