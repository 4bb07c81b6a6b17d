import { RoomEvent, type Room } from 'livekit-client';

/** How long the audio has to start by itself before the app tries to start it. */
const startMs = 1000;

/**
 * Follows whether the browser blocks audio until the guest touches the page.
 *
 * The SDK reports that audio is blocked when its audio context does not start within 200 ms (livekit-client 2.23,
 * Room.ts). That also happens on computers with slow audio hardware. So the app starts the audio once more before it
 * asks the guest.
 *
 * @param onBlocked called when audio is blocked and when it no longer is; before the first call audio is not blocked
 * @returns stops following; then the audio of this room no longer counts as blocked
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
