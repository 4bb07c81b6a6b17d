import { RoomEvent } from 'livekit-client';

/** Who is there. */
export const presenceEvents: readonly RoomEvent[] = [
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.ConnectionStateChanged,
];
