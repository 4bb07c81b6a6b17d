/** Frequencies in hertz of the notes C, E and G, which the test sound plays one after the other. */
const notesHz = [523.25, 659.25, 783.99];
const betweenNotesS = 0.18;
const noteS = 0.7;
/** Loud enough to hear on a phone's speaker, soft enough for headphones. */
const volume = 0.2;

/**
 * Plays three short notes, so that the guest hears which speaker is in use. Must be called in a click handler, because
 * browsers block sound without a click.
 */
export async function playTestSound(speakerId: string | undefined): Promise<void> {
  const context = new AudioContext();
  const output = context.createMediaStreamDestination();
  // The sound goes through an audio element, because more browsers can choose the speaker of an element than the
  // speaker of an AudioContext.
  const audio = new Audio();
  audio.srcObject = output.stream;
  if (speakerId) {
    // If the chosen speaker is gone, the system's default speaker plays the sound.
    await audio.setSinkId(speakerId).catch(() => {});
  }
  for (const [index, frequency] of notesHz.entries()) {
    const start = context.currentTime + 0.05 + index * betweenNotesS;
    const note = new OscillatorNode(context, { type: 'sine', frequency });
    const strength = new GainNode(context, { gain: 0 });
    strength.gain.setValueAtTime(0, start);
    strength.gain.linearRampToValueAtTime(volume, start + 0.02);
    strength.gain.exponentialRampToValueAtTime(0.0001, start + noteS);
    note.connect(strength).connect(output);
    note.start(start);
    note.stop(start + noteS);
    if (index === notesHz.length - 1) {
      note.addEventListener('ended', () => {
        audio.srcObject = null;
        void context.close();
      });
    }
  }
  await audio.play();
}
