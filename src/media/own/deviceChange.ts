type Device = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'groupId' | 'label'>;

/** The id of the device in use for each kind of device. */
export type DevicesInUse = Partial<Record<MediaDeviceKind, string>>;

/** A change of the list of devices: a device was plugged in or unplugged. */
export type DeviceChange =
  /** `parts` lists the browser's entries for the plugged-in device. A headset has two: a microphone and a speaker. */
  { what: 'plugged_in'; name: string; parts: readonly Device[] } | { what: 'unplugged'; name: string };

/**
 * Device ids that stand for no device of their own: Chromium's ids for the system's default devices, and the empty id
 * that browsers give before the guest has allowed a device.
 */
const standIns = new Set(['', 'default', 'communications']);

/**
 * The most important change between two lists of devices: the device in use is gone, or there is a new device that is
 * not in use already.
 */
export function deviceChange(
  before: readonly Device[],
  after: readonly Device[],
  inUse: { before: DevicesInUse; after: DevicesInUse },
): DeviceChange | undefined {
  const gone = missingFrom(after, before).find(({ kind, deviceId }) => inUse.before[kind] === deviceId);
  if (gone) return { what: 'unplugged', name: gone.label };
  const added = missingFrom(before, after);
  const first = added.find(({ kind, deviceId }) => inUse.after[kind] !== deviceId);
  // Until the guest has allowed a device, devices have no labels, so there is no name to show.
  if (!first?.label) return undefined;
  const parts = added.filter(({ groupId, deviceId }) =>
    first.groupId ? groupId === first.groupId : deviceId === first.deviceId,
  );
  return { what: 'plugged_in', name: first.label, parts };
}

function missingFrom(list: readonly Device[], devices: readonly Device[]): Device[] {
  return devices.filter(
    ({ kind, deviceId }) =>
      !standIns.has(deviceId) && !list.some((each) => each.kind === kind && each.deviceId === deviceId),
  );
}
