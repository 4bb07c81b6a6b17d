import type { Page } from 'playwright/test';

type Sound = 'voice without end' | 'silence';

/**
 * Replaces the microphone that the page opens next by one that is silent, or by one with a sound that never pauses. The
 * test microphone beeps, and the server only sometimes detects its short beeps as a voice.
 */
export async function giveMicrophone(page: Page, gives: Sound): Promise<void> {
  await page.evaluate((isVoice) => {
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
}

/**
 * Turns the microphone in the lobby off and on, so that the app opens the replaced one. Turns the video off as well.
 */
export async function changeMicrophone(lobby: Page, gives: Sound): Promise<void> {
  await lobby.getByRole('button', { name: 'Video', exact: true }).click();
  await giveMicrophone(lobby, gives);
  const microphone = lobby.getByRole('button', { name: 'Microphone' });
  await microphone.click();
  await microphone.click();
}
