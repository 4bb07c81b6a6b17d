/**
 * Stands in index.html itself, behind the lobby in each language: shows the one that the guest speaks, with the room's and
 * the guest's name in it. Where a content policy forbids it, the page stays empty until the app is there.
 */
import { readAddress } from './address/address.ts';
import { readName } from './address/rememberedName.ts';
import { firstLobby } from './firstLobby.ts';
import { pickLanguage } from './messages/language.ts';

const { room, name, language: wanted, isCheck } = readAddress(new URL(location.href));
if (!isCheck) {
  const language = pickLanguage(wanted, navigator.languages);
  const lobby = firstLobby(language);
  const title = lobby?.querySelector('h1');
  const select = lobby?.querySelector('select');
  const field = lobby?.querySelector('input');
  if (lobby && title && select && field) {
    document.documentElement.lang = language;
    title.textContent = title.textContent.replace('{room}', room);
    select.value = language;
    field.value = name ?? readName();
    field.addEventListener('compositionstart', () => (field.dataset['composing'] = ''));
    field.addEventListener('compositionend', () => delete field.dataset['composing']);
    lobby.hidden = false;
  }
}
