import { RoomEvent, type Room } from 'livekit-client';

/** Time for audio to start before the second try. */
const startMs = 1000;

/**
 * Follows whether the browser blocks audio until the guest touches the page.
 *
 * The SDK reports that when its audio context does not start within 200 ms (livekit-client 2.23, Room.ts), which also happens on computers with slow audio
 * hardware. So audio is started once more before the guest is asked.
 *
 * @param onBlocked called when audio is blocked and when it no longer is; before the first call it is not
 * @returns stops following; the audio of this room no longer counts as blocked
 */
export function followBlockedAudio(
  room: Pick<Room, 'canPlaybackAudio' | 'startAudio' | 'on' | 'off'>,
  onBlocked: (isBlocked: boolean) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasTriedAgain = false;
  let isBlocked = false;
  let isStopped = false;

  function look(): void {
    clearTimeout(timer);
    const canPlay = isStopped || room.canPlaybackAudio;
    if (!canPlay && !hasTriedAgain) timer = setTimeout(() => void tryAgain(), startMs);
    const isNow = !canPlay && hasTriedAgain;
    if (isNow === isBlocked) return;
    isBlocked = isNow;
    onBlocked(isNow);
  }

  async function tryAgain(): Promise<void> {
    await room.startAudio().catch(() => {});
    hasTriedAgain = true;
    look();
  }

  look();
  room.on(RoomEvent.AudioPlaybackStatusChanged, look);
  return () => {
    isStopped = true;
    room.off(RoomEvent.AudioPlaybackStatusChanged, look);
    look();
  };
}
