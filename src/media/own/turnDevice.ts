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
  /** Ends when a publication of the device that is under way has succeeded or failed. Never rejects. */
  pending?: Promise<void> | undefined;
}

/**
 * Turns a device of the guest on or off in the call, as they have asked.
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
 * Turns off a device that can no longer be opened. Otherwise the others would see the last frame of the dead camera.
 * The guest's choice stays, because they have not asked for this.
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
