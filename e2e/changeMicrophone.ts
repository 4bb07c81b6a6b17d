import type { Page } from 'playwright/test';

type Sound = 'voice without end' | 'silence';

/** Gives the page another microphone, from when it is next opened: the server takes the short beeps of the test one for a voice now and then only. */
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

/** In the lobby: turns the camera off, and the microphone off and on again, which is another one then. */
export async function changeMicrophone(lobby: Page, gives: Sound): Promise<void> {
  await lobby.getByRole('button', { name: 'Camera' }).click();
  await giveMicrophone(lobby, gives);
  const microphone = lobby.getByRole('button', { name: 'Microphone' });
  await microphone.click();
  await microphone.click();
}
