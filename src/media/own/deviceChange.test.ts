import { expect, test } from 'vitest';
import { deviceChange } from './deviceChange.ts';

const builtIn = { kind: 'audioinput', deviceId: 'built-in', groupId: 'computer', label: 'Built-in' } as const;
const headset = { kind: 'audioinput', deviceId: 'mic', groupId: 'headset', label: 'Headset' } as const;
const phones = { kind: 'audiooutput', deviceId: 'phones', groupId: 'headset', label: 'Headset' } as const;
const standIn = { kind: 'audioinput', deviceId: 'default', groupId: 'headset', label: 'Default' } as const;
const usingBuiltIn = { audioinput: 'built-in' };

test('a plugged-in headset is offered with its microphone and its speaker', () => {
  const change = deviceChange([builtIn], [standIn, builtIn, headset, phones], {
    before: usingBuiltIn,
    after: usingBuiltIn,
  });
  expect(change).toEqual({ what: 'plugged_in', name: 'Headset', parts: [headset, phones] });
});

test('an unplugged device is reported only if it was in use', () => {
  const using = (deviceId: string) => ({ before: { audioinput: deviceId }, after: usingBuiltIn });
  expect(deviceChange([builtIn, headset], [builtIn], using('mic'))).toEqual({
    what: 'unplugged',
    name: 'Headset',
  });
  expect(deviceChange([builtIn, headset], [builtIn], using('built-in'))).toBeUndefined();
});

test('devices without names are not reported', () => {
  const change = deviceChange([], [{ ...headset, label: '' }], { before: {}, after: {} });
  expect(change).toBeUndefined();
});

test('a new device that is already in use is not offered', () => {
  const change = deviceChange([builtIn], [builtIn, headset], {
    before: usingBuiltIn,
    after: { audioinput: 'mic' },
  });
  expect(change).toBeUndefined();
});
