/**
 * Stands in index.html itself, behind the lobby in each language: shows the one that the guest speaks, with the room's and
 * the guest's name in it, asks for camera, microphone and the app's configuration, and tells when a file of the app does not come. Where a
 * content policy forbids it, the page stays empty until the app is there.
 */
import { askForConfig } from '../access/config.ts';
import { takeCarriedOver } from './page/carriedOver.ts';
import { readAddress } from '../address/address.ts';
import { readName } from '../address/rememberedName.ts';
import { readBrowserFacts } from '../devices/browserKind.ts';
import { readDeviceChoices } from '../devices/deviceChoices.ts';
import { askForDevices } from '../devices/firstStream.ts';
import { firstLobby, earlyVideoIn, takeDownJoin } from './firstLobby.ts';
import { pickLanguage } from '../messages/language.ts';
import { loadAgain } from './loadAgain.ts';

const page = new URL(location.href);
askForConfig(page);
const { room, name, language: wanted, isCheck } = readAddress(page);
const carried = takeCarriedOver();
const language = pickLanguage(wanted, navigator.languages);
document.documentElement.lang = language;
if (!isCheck) {
  const lobby = firstLobby(language);
  const titles = [lobby, earlyVideoIn(language)].map((view) => view?.querySelector('h1'));
  const select = lobby?.querySelector('select');
  const field = lobby?.querySelector('input');
  if (lobby && select && field) {
    for (const title of titles)
      if (title) title.textContent = title.textContent.replace('{room}', () => room);
    select.value = language;
    field.value = carried?.name ?? name ?? readName();
    field.addEventListener('compositionstart', () => (field.dataset['composing'] = ''));
    field.addEventListener('compositionend', () => delete field.dataset['composing']);
    lobby.hidden = false;
    takeDownJoin(lobby, field);
  }
  if (!carried?.isListening) askForDevices(readDeviceChoices(), readBrowserFacts());
}

globalThis.loadAgain = loadAgain;
const first = document.querySelector<HTMLScriptElement>('script[type=module]');
// The same as the element loads: it is run once.
const load = () => import(/* @vite-ignore */ first?.src ?? '');
load().catch(() => loadAgain(load, { carry: () => ({}) }));
