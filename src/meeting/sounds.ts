import { RoomEvent, type Room } from 'livekit-client';
import { rememberedSwitch, type Switch } from '../rememberedSwitch.ts';

type SoundKind = 'came' | 'left' | 'hand' | 'chat';

/** Two soft notes each, in hertz: up for coming, down for leaving. */
const notes: Record<SoundKind, readonly [number, number]> = {
  came: [523, 659],
  left: [659, 523],
  hand: [784, 784],
  chat: [880, 988],
};

/** Closer together they would be a rattle: the later ones are left out. */
const restMs = 800;

type PlayNotes = (pair: readonly [number, number], speakerId: string) => void;

/** Soft sounds for what happens in the room, made here rather than loaded. */
export interface Sounds extends Switch {
  play: (kind: SoundKind) => void;
  /** Plays on the speaker that this room uses. @returns ends it */
  attach: (room: Room) => () => void;
}

/** @param sound plays two notes on a speaker; handed in, since Node has no loudspeaker */
export function createSounds(sound: PlayNotes = playNotes()): Sounds {
  const isWanted = rememberedSwitch('sounds');
  /** By a clock that never steps back. */
  let quietUntilMs = 0;
  /** Empty for the system's own speaker. */
  let speakerId = '';
  return {
    ...isWanted,
    attach(room) {
      const follow = () => {
        const deviceId = room.getActiveDevice('audiooutput') ?? '';
        // Chromium lists the system's own speaker under this id; an audio context has none for it.
        speakerId = deviceId === 'default' ? '' : deviceId;
      };
      follow();
      room.on(RoomEvent.ActiveDeviceChanged, follow);
      return () => {
        room.off(RoomEvent.ActiveDeviceChanged, follow);
      };
    },
    play(kind) {
      if (!isWanted.getState() || performance.now() < quietUntilMs) return;
      quietUntilMs = performance.now() + restMs;
      sound(notes[kind], speakerId);
    },
  };
}

/** Chromium has it since 110; TypeScript 7 does not know it. */
function hasSink(
  context: AudioContext,
): context is AudioContext & { setSinkId: (id: string) => Promise<void> } {
  return 'setSinkId' in context;
}

function playNotes(): PlayNotes {
  // Made at the first sound: by then the guest has clicked Join, so the browser lets it play.
  let context: AudioContext | undefined;
  let usedSpeaker = '';
  return (pair, speakerId) => {
    context ??= new AudioContext();
    if (speakerId !== usedSpeaker && hasSink(context)) {
      usedSpeaker = speakerId;
      // A speaker that is gone gives way to the one before.
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
