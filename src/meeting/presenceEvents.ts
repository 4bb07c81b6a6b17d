import { RoomEvent } from 'livekit-client';

/** LiveKit's room events after which the list of participants may have changed. */
export const presenceEvents: readonly RoomEvent[] = [
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.ConnectionStateChanged,
];
