import { readRemembered, remember } from '../remembered.ts';

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

/** Soft sounds for what happens in the room, made here rather than loaded. */
export interface Sounds {
  getState: () => boolean;
  subscribe: (onChange: () => void) => () => void;
  setOn: (isOn: boolean) => void;
  play: (kind: SoundKind) => void;
}

/** @param sound plays two notes; handed in, since Node has no loudspeaker */
export function createSounds(sound: (pair: readonly [number, number]) => void = playNotes()): Sounds {
  let isOn = readRemembered('sounds') !== false;
  let quietUntilMs = 0;
  const listeners = new Set<() => void>();
  return {
    getState: () => isOn,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    setOn(next) {
      isOn = next;
      remember('sounds', next);
      for (const listener of listeners) listener();
    },
    play(kind) {
      if (!isOn || Date.now() < quietUntilMs) return;
      quietUntilMs = Date.now() + restMs;
      sound(notes[kind]);
    },
  };
}

function playNotes(): (pair: readonly [number, number]) => void {
  // Made at the first sound: by then the guest has clicked Join, so the browser lets it play.
  let context: AudioContext | undefined;
  return (pair) => {
    context ??= new AudioContext();
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
