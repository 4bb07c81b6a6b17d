type Device = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'groupId' | 'label'>;

/** The device in use, of each kind. */
export type DevicesInUse = Partial<Record<MediaDeviceKind, string>>;

/** What a plug did. */
export type DeviceChange =
  /** A new device, with all it has: a headset is a microphone and a speaker. */
  { what: 'plugged_in'; name: string; parts: readonly Device[] } | { what: 'unplugged'; name: string };

/** Chromium's names for whatever the system uses: no devices of their own. */
const standIns = new Set(['', 'default', 'communications']);

/**
 * The one thing worth telling about a change of the devices: that the one in use is gone, or else
 * that there is a new one which is not in use by itself.
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
  // Without a permission devices have no names, and what can't be named can't be told.
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
