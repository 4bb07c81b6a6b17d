import { RoomEvent } from 'livekit-client';

/** Events after which the list of participants may have changed. */
export const presenceEvents: readonly RoomEvent[] = [
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.ConnectionStateChanged,
];
