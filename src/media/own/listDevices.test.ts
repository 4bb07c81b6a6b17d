import { expect, test } from 'vitest';
import { listDevices } from './listDevices.ts';

const front = { deviceId: 'front', label: 'Front camera' };
const back = { deviceId: 'back', label: '' };

test('a device is listed with its label, or numbered if the browser hides that', () => {
  const names = listDevices([front, back], 'front', 'Camera').map(({ name }) => name);
  expect(names).toEqual(['Front camera', 'Camera 2']);
});

test('the device that the room uses is in use, or the first one if the browser does not list that', () => {
  const inUse = (active: string) =>
    listDevices([front, back], active, 'Camera').flatMap((device) => (device.isInUse ? device.deviceId : []));
  expect(inUse('back')).toEqual(['back']);
  expect(inUse('default')).toEqual(['front']);
});

test('devices whose ids the browser hides are not listed', () => {
  expect(listDevices([{ deviceId: '', label: '' }], 'default', 'Camera')).toEqual([]);
});
