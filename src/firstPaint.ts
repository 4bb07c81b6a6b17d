/**
 * Stands in index.html itself, behind the lobby in each language: shows the one that the guest speaks, with the room's and
 * the guest's name in it, and asks for camera, microphone and the app's configuration. Where a content policy forbids it, the page stays empty until the app is there.
 */
import { askForConfig } from './access/config.ts';
import { readAddress } from './address/address.ts';
import { readName } from './address/rememberedName.ts';
import { readBrowserFacts } from './devices/browserKind.ts';
import { readDeviceChoices } from './devices/deviceChoices.ts';
import { askForDevices } from './devices/firstStream.ts';
import { firstLobby, firstSight, takeDownJoin } from './firstLobby.ts';
import { pickLanguage } from './messages/language.ts';

const page = new URL(location.href);
askForConfig(page);
const { room, name, language: wanted, isCheck } = readAddress(page);
if (!isCheck) {
  const language = pickLanguage(wanted, navigator.languages);
  const lobby = firstLobby(language);
  const titles = [lobby, firstSight(language)].map((view) => view?.querySelector('h1'));
  const select = lobby?.querySelector('select');
  const field = lobby?.querySelector('input');
  if (lobby && select && field) {
    document.documentElement.lang = language;
    for (const title of titles)
      if (title) title.textContent = title.textContent.replace('{room}', () => room);
    select.value = language;
    field.value = name ?? readName();
    field.addEventListener('compositionstart', () => (field.dataset['composing'] = ''));
    field.addEventListener('compositionend', () => delete field.dataset['composing']);
    takeDownJoin(lobby, field);
    lobby.hidden = false;
  }
  askForDevices(readDeviceChoices(), readBrowserFacts());
}
