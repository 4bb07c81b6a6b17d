import { expect, test, vi } from 'vitest';
import { createSpeakers } from './speakers.ts';

function startSpeakers(deviceId?: string, canChoose = true) {
  const plugged = ['headset', 'screen'];
  const remembered = vi.fn();
  const speakers = createSpeakers(
    {
      canChoose,
      enumerateDevices: async () => [
        { kind: 'audioinput', deviceId: 'mic', label: 'Microphone' },
        { kind: 'audiooutput', deviceId: '', label: '' },
        ...plugged.map((id) => ({
          kind: 'audiooutput' as const,
          deviceId: id,
          label: `the ${id.replace('new ', '')}`,
        })),
      ],
      onDeviceChange: () => {},
    },
    { deviceId, label: deviceId && `the ${deviceId}` },
    remembered,
  );
  return { speakers, plugged, remembered };
}

test('only speakers with an id are offered', async () => {
  const { speakers } = startSpeakers();
  await speakers.refresh();
  expect(speakers.getState().available.map(({ deviceId }) => deviceId)).toEqual(['headset', 'screen']);
});

test('a chosen speaker is used and remembered', async () => {
  const { speakers, remembered } = startSpeakers();
  await speakers.refresh();
  speakers.choose('screen');
  expect(speakers.getState().deviceId).toBe('screen');
  expect(remembered).toHaveBeenCalledWith({ deviceId: 'screen', label: 'the screen' });
});

test('while a remembered speaker is missing, the system’s default is used', async () => {
  const { speakers, plugged } = startSpeakers('headset');
  plugged.shift();
  await speakers.refresh();
  expect(speakers.getState().deviceId).toBeUndefined();
  plugged.push('headset');
  await speakers.refresh();
  expect(speakers.getState().deviceId).toBe('headset');
});

test('a remembered speaker whose id has changed is found by its label', async () => {
  const { speakers, plugged } = startSpeakers('headset');
  plugged[0] = 'new headset';
  await speakers.refresh();
  expect(speakers.getState().deviceId).toBe('new headset');
});

test('a browser that cannot choose speakers offers none', async () => {
  const { speakers } = startSpeakers('headset', false);
  await speakers.refresh();
  expect(speakers.getState()).toEqual({ available: [], deviceId: undefined });
});
