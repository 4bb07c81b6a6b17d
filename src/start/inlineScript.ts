/**
 * Script inside index.html, after the prerendered lobbies. It shows the lobby in the guest's language with the names of
 * room and guest, requests camera, microphone and the app's configuration, and shows a message when a file of the app
 * fails to load. If a Content Security Policy blocks the script, the page stays empty until the app has loaded.
 */
import { askForConfig } from '../access/config.ts';
import { takeCarriedOver } from './page/carriedOver.ts';
import { readAddress } from '../address/address.ts';
import { readName } from '../address/rememberedName.ts';
import { readBrowserFacts } from '../browser/browserKind.ts';
import { isTouchDevice } from '../controls/screenSize.ts';
import { readDeviceChoices } from '../media/own/deviceChoices.ts';
import { askForDevices } from '../media/own/firstStream.ts';
import { followComposing, recordJoin } from './firstLobby.ts';
import { pickLanguage } from '../address/language.ts';
import { createLoadAgain } from './loadAgain.ts';
import { untilLoaded } from '../untilLoaded.ts';
import { findEarlyVideo, findFirstScript, findLobby, findPart, roomMark } from './page/parts.ts';

const page = new URL(location.href);
askForConfig(page);
const { room, name, language: wanted, isCheck } = readAddress(page);
const carried = takeCarriedOver();
const language = pickLanguage(wanted, navigator.languages);
document.documentElement.lang = language;
if (!isCheck) {
  const lobby = findLobby(language);
  const titles = [lobby, findEarlyVideo(language)].map((drawn) => findPart(drawn, 'title'));
  const select = findPart(lobby, 'language');
  const field = findPart(lobby, 'name');
  if (lobby && select && field) {
    for (const title of titles)
      if (title) title.textContent = title.textContent.replace(roomMark, () => room);
    select.value = language;
    field.value = carried?.name ?? name ?? readName();
    followComposing(field);
    lobby.hidden = false;
    recordJoin(lobby, field);
    // The name field gets no focus on phones, where the on-screen keyboard would cover the page.
    if (!carried && field.value === '' && !isTouchDevice()) field.focus({ preventScroll: true });
  }
  if (!carried?.isListening) askForDevices(readDeviceChoices(), readBrowserFacts());
}

globalThis.loadAgain = createLoadAgain();
const first = findFirstScript();
// Imports the module of the script element too, so that a failure to load is noticed and loading is tried again.
// Browsers run a module only once.
void untilLoaded(() => import(/* @vite-ignore */ first?.src ?? ''), { carry: () => ({}) });
