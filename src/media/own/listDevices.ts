/** A device as the guest sees it in a list. */
export interface ListedDevice {
  deviceId: string;
  name: string;
  isInUse: boolean;
}

/**
 * The devices of a kind, for a list from which the guest chooses. Devices without an id are left out: browsers hide the
 * ids until the guest allows a device.
 *
 * @param active id of the device that the room uses. If the browser lists no device with the id "default", the default
 *   device is the first one
 * @param unnamed name for devices whose label the browser hides; a number is added to it
 */
export function listDevices(
  devices: readonly Pick<MediaDeviceInfo, 'deviceId' | 'label'>[],
  active: string,
  unnamed: string,
): readonly ListedDevice[] {
  const inUse = devices.some(({ deviceId }) => deviceId === active) ? active : devices[0]?.deviceId;
  return devices
    .filter(({ deviceId }) => deviceId !== '')
    .map(({ deviceId, label }, index) => ({
      deviceId,
      name: label || `${unnamed} ${index + 1}`,
      isInUse: deviceId === inUse,
    }));
}
