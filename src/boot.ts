/**
 * Begins the page: small, so that the sentences are asked for while the app itself is still on its way.
 * What it starts to load `main.tsx` finds loaded.
 */
import { readAddress } from './address/address.ts';
import { pickLanguage } from './messages/language.ts';
import { loadMessages } from './messages/loadMessages.ts';

const address = readAddress(new URL(location.href));
// A failure shows where it is needed: in main.tsx.
loadMessages(pickLanguage(address.language, navigator.languages)).catch(() => {});
void import('./main.tsx');
