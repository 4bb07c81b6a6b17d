import { RoomEvent, type Room } from 'livekit-client';
import { rememberedSwitch, type Switch } from '../rememberedSwitch.ts';

type SoundKind = 'came' | 'left' | 'hand' | 'chat' | 'knock';

/** Frequencies in hertz of the two notes of each sound: rising when somebody joins, falling when somebody leaves. */
const notes: Record<SoundKind, readonly [number, number]> = {
  came: [523, 659],
  left: [659, 523],
  hand: [784, 784],
  chat: [880, 988],
  knock: [587, 587],
};

/** Shortest time between two sounds. A sound that would come sooner is skipped. */
const restMs = 800;

/** Shortest time between two sounds for guests who knock, because a crowd that knocks must not disturb the hosts. */
const knockRestMs = 10_000;

type PlayNotes = (pair: readonly [number, number], speakerId: string) => void;

/** Sounds that tell of events in the room. They are synthesised, so no files are loaded. */
export interface Sounds extends Switch {
  play: (kind: SoundKind) => void;
  /**
   * Plays the sounds on the speaker that this room uses.
   *
   * @returns detaches
   */
  attach: (room: Room) => () => void;
}

/**
 * Creates the sounds for all rooms of a page.
 *
 * @param sound plays two notes on a speaker; passed in, because Node has no Web Audio
 */
export function createSounds(sound: PlayNotes = playNotes()): Sounds {
  const isWanted = rememberedSwitch('sounds');
  /** Until when sounds are skipped, by `performance.now()`, which is never set back. */
  let quietUntilMs = 0;
  let noKnockUntilMs = 0;
  /** Id of the speaker that plays the sounds; empty for the system's default speaker. */
  let speakerId = '';
  return {
    ...isWanted,
    attach(room) {
      const follow = () => {
        const deviceId = room.getActiveDevice('audiooutput') ?? '';
        // Chromium lists the system's default speaker with the id `default`, but AudioContext.setSinkId takes an empty
        // string for it.
        speakerId = deviceId === 'default' ? '' : deviceId;
      };
      follow();
      room.on(RoomEvent.ActiveDeviceChanged, follow);
      return () => {
        room.off(RoomEvent.ActiveDeviceChanged, follow);
      };
    },
    play(kind) {
      const nowMs = performance.now();
      if (!isWanted.getState() || nowMs < quietUntilMs) return;
      if (kind === 'knock') {
        if (nowMs < noKnockUntilMs) return;
        noKnockUntilMs = nowMs + knockRestMs;
      }
      quietUntilMs = nowMs + restMs;
      sound(notes[kind], speakerId);
    },
  };
}

/**
 * Whether the sounds can be moved to another speaker. `setSinkId` exists in Chromium since 110, and TypeScript 7 has no
 * type for it.
 */
function hasSink(
  context: AudioContext,
): context is AudioContext & { setSinkId: (id: string) => Promise<void> } {
  return 'setSinkId' in context;
}

function playNotes(): PlayNotes {
  // The audio context is made at the first sound. By then the guest has clicked Join, so the browser allows playing.
  let context: AudioContext | undefined;
  let usedSpeaker = '';
  return (pair, speakerId) => {
    context ??= new AudioContext();
    if (speakerId !== usedSpeaker && hasSink(context)) {
      usedSpeaker = speakerId;
      // If the new speaker is gone, the sounds stay on the previous one.
      context.setSinkId(speakerId).catch(() => {});
    }
    const { currentTime, destination } = context;
    void context.resume().catch(() => {});
    for (const [index, frequency] of pair.entries()) {
      const start = currentTime + index * 0.11;
      const gain = new GainNode(context, { gain: 0 });
      gain.gain.linearRampToValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(0.05, start + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.25);
      const tone = new OscillatorNode(context, { frequency });
      tone.connect(gain).connect(destination);
      tone.start(start);
      tone.stop(start + 0.26);
    }
  };
}
