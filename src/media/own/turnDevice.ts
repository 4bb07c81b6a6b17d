import type { Room } from 'livekit-client';
import type { DeviceKind } from './deviceChoices.ts';
import { deviceFailure, type DeviceFailureKind } from './openTracks.ts';
import type { Preview } from './preview.ts';

/** The members of LiveKit's room that turn the guest's devices on and off. */
export interface RoomWithSwitches {
  localParticipant: Pick<Room['localParticipant'], 'setCameraEnabled' | 'setMicrophoneEnabled'>;
}

interface Turn {
  kind: DeviceKind;
  on: boolean;
  /** Resolves when a publication of the device that is under way has succeeded or failed. Never rejects. */
  pending?: Promise<void> | undefined;
}

/**
 * Turns a device of the guest on or off during the call, as the guest has asked.
 *
 * @param choices remembers the guest's choice, unless the device failed to open
 * @returns the reason if the device failed to open
 */
export async function turnDevice(
  room: RoomWithSwitches,
  choices: Pick<Preview, 'setOn'>,
  { kind, on, pending }: Turn,
): Promise<DeviceFailureKind | undefined> {
  try {
    // A publication that is still pending cannot be muted, so it is awaited first.
    await pending;
    await setEnabled(room, kind, on);
    choices.setOn(kind, on);
    return undefined;
  } catch (error) {
    return deviceFailure(error).kind;
  }
}

/**
 * Turns off a camera or microphone that can no longer be opened. Otherwise the others would see the last frame of the
 * dead camera. The remembered choice stays, because the guest has not asked for this.
 */
export async function turnDeadDeviceOff(room: RoomWithSwitches, kind: DeviceKind): Promise<void> {
  await setEnabled(room, kind, false);
}

async function setEnabled(
  { localParticipant }: RoomWithSwitches,
  kind: DeviceKind,
  on: boolean,
): Promise<void> {
  if (kind === 'microphone') await localParticipant.setMicrophoneEnabled(on);
  else await localParticipant.setCameraEnabled(on);
}
