import { RoomEvent, type Participant, type Room } from 'livekit-client';

/**
 * A pause after which a speaker has finished. During a shorter pause a short "yes" of somebody else does not take over.
 */
const pauseMs = 1000;
/** Shortest time for which a speaker is followed, so that a quick exchange does not flicker. */
const restMs = 2500;

/**
 * Follows the other participant who is speaking or spoke last. If several speak at once, the current one stays.
 *
 * @param onSpeaker called with the identity of each new speaker
 * @returns stops following
 */
export function followSpeaker(
  room: Pick<Room, 'activeSpeakers' | 'remoteParticipants' | 'on' | 'off'>,
  onSpeaker: (identity: string) => void,
): () => void {
  let current: string | undefined;
  let sinceMs = 0;
  let lastHeardMs = 0;
  let speaking: readonly string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function look(): void {
    clearTimeout(timer);
    const nowMs = performance.now();
    const [next] = speaking;
    if (next === undefined || (current !== undefined && speaking.includes(current))) return;
    const waitMs = current === undefined ? 0 : Math.max(sinceMs + restMs, lastHeardMs + pauseMs) - nowMs;
    if (waitMs > 0) {
      timer = setTimeout(look, waitMs);
      return;
    }
    current = next;
    sinceMs = nowMs;
    onSpeaker(next);
  }

  function onSpeakers(speakers: readonly Participant[]): void {
    // The current speaker has spoken until now, even if this event says that they have stopped.
    if (current !== undefined && speaking.includes(current)) lastHeardMs = performance.now();
    speaking = speakers.filter(({ isLocal }) => !isLocal).map(({ identity }) => identity);
    look();
  }

  onSpeakers(room.activeSpeakers);
  if (current === undefined) {
    const [last] = [...room.remoteParticipants.values()]
      .filter(({ lastSpokeAt }) => lastSpokeAt)
      .toSorted((a, b) => Number(b.lastSpokeAt) - Number(a.lastSpokeAt));
    if (last) onSpeaker(last.identity);
  }
  room.on(RoomEvent.ActiveSpeakersChanged, onSpeakers);
  return () => {
    clearTimeout(timer);
    room.off(RoomEvent.ActiveSpeakersChanged, onSpeakers);
  };
}
