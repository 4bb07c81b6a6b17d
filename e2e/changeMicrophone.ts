import type { Page } from 'playwright/test';

/**
 * In the lobby: turns the camera off, and gives the page another microphone in place of the test one, whose beeps are too short for the
 * server to take them for a voice each time.
 */
export async function changeMicrophone(lobby: Page, gives: 'voice without end' | 'silence'): Promise<void> {
  await lobby.getByRole('button', { name: 'Camera' }).click();
  await lobby.evaluate((isVoice) => {
    navigator.mediaDevices.getUserMedia = async () => {
      const context = new AudioContext();
      const out = context.createMediaStreamDestination();
      if (isVoice) {
        const voice = context.createOscillator();
        voice.connect(out);
        voice.start();
      }
      return out.stream;
    };
  }, gives === 'voice without end');
  const microphone = lobby.getByRole('button', { name: 'Microphone' });
  await microphone.click();
  await microphone.click();
}
