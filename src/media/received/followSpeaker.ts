import { RoomEvent, type Participant, type Room } from 'livekit-client';

/** Somebody who pauses for less than this has not finished: "yes" and "hm" of another take nothing over. */
const pauseMs = 1000;
/** How long a new speaker stays at the least, so that a quick exchange does not flicker. */
const restMs = 2500;

/**
 * Follows who speaks, or spoke last, and never oneself. Of several at once it stays with the one it has.
 *
 * @param onSpeaker is told each new speaker's identity
 * @returns ends it
 */
export function followSpeaker(
  room: Pick<Room, 'activeSpeakers' | 'on' | 'off'>,
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
    // Heard until this moment, also when they stop in it.
    if (current !== undefined && speaking.includes(current)) lastHeardMs = performance.now();
    speaking = speakers.filter(({ isLocal }) => !isLocal).map(({ identity }) => identity);
    look();
  }

  onSpeakers(room.activeSpeakers);
  room.on(RoomEvent.ActiveSpeakersChanged, onSpeakers);
  return () => {
    clearTimeout(timer);
    room.off(RoomEvent.ActiveSpeakersChanged, onSpeakers);
  };
}
