/**
 * Begins the page: small, and without React, so that what takes its time elsewhere is under way while the rest still comes. What it starts
 * to load others find loaded; a failure shows where it is needed.
 */
import { onFirstJoin } from './firstLobby.ts';
import { loadMessages } from './messages/loadMessages.ts';
import { address, join, language, onName, prepare } from './visit.ts';

let isJoining = false;
if (!address.isCheck) {
  prepare();
  onFirstJoin((name, clickedAtMs) => {
    isJoining = true;
    onName(name);
    join(name, clickedAtMs);
  });
}
loadMessages(language).catch(() => {});
// Who has clicked already waits for LiveKit's client, and for the page only after that.
const before = isJoining ? import('./call/connection.ts').catch(() => {}) : Promise.resolve();
void before.then(() => import('./main.tsx'));
