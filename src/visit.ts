/**
 * The guest's visit: all of it that is not drawn. It begins before React is there, so that devices, token and even the call do not
 * wait for it.
 */
import { createReadConfig } from './access/config.ts';
import { isKeyFailure, type AccessFailure } from './access/accessFailure.ts';
import { createEarlyToken, type EarlyWish } from './access/earlyToken.ts';
import { requestToken, type TokenGrant } from './access/requestToken.ts';
import { browserAddressBar, createRoomKey } from './access/roomKey.ts';
import { createRoomName } from './access/roomName.ts';
import { tabSecret } from './access/tabSecret.ts';
import { readAddress } from './address/address.ts';
import { readName, rememberName } from './address/rememberedName.ts';
import { createCall, type Call } from './call/call.ts';
import { findUnfit } from './call/unfit.ts';
import { pause } from './call/pause.ts';
import { readBrowserFacts } from './devices/browserKind.ts';
import { deviceKinds, readDeviceChoices, rememberDeviceChoices } from './devices/deviceChoices.ts';
import { findInAppBrowser } from './devices/inAppBrowser.ts';
import { browserDeviceAccess, createPreview } from './devices/preview.ts';
import { canChooseSpeaker, createSpeakers, readSpeaker, rememberSpeaker } from './devices/speakers.ts';
import type { CarriedOver } from './start/page/carriedOver.ts';
import { fetchPage, isTypingName } from './start/firstLobby.ts';
import { findEarlyVideo } from './start/page/parts.ts';
import { pickLanguage } from './messages/language.ts';
import { createSpeech } from './messages/speech.ts';
import { createNotices } from './meeting/notices.ts';
import { loadRoomPage } from './pages/roomPage.ts';
import type { Result } from '../common/result.ts';
import { untilLoaded } from './untilLoaded.ts';
import { parseVisibleName } from '../common/displayName.ts';

export const page = new URL(location.href);
export const address = readAddress(page);
export const speech = createSpeech(pickLanguage(address.language, navigator.languages));
export const readConfig = createReadConfig(page);
export const roomKey = createRoomKey(browserAddressBar());
export const roomName = createRoomName(address.room);
const secret = tabSecret();
export const facts = readBrowserFacts();
const notices = createNotices();
const deviceAccess = browserDeviceAccess();
export const preview = createPreview(deviceAccess, readDeviceChoices(), rememberDeviceChoices);
export const speakers = createSpeakers(
  { ...deviceAccess, canChoose: canChooseSpeaker() },
  readSpeaker(),
  rememberSpeaker,
);

async function askForToken(
  wanted: EarlyWish,
  signal: AbortSignal,
): Promise<Result<TokenGrant, AccessFailure>> {
  const loaded = await readConfig();
  if (!loaded.ok) return loaded;
  const wish = { ...wanted, room: address.room, secret };
  const answer = await requestToken(loaded.value.tokenEndpoint, wish, signal);
  if (answer.ok) roomName.learn(answer.value.token);
  return answer;
}

/** Keeps the key that opened the door, or asks for another one. Only for answers to a click on Join. */
function noteKey(answer: Result<TokenGrant, AccessFailure>, key: string): void {
  if (answer.ok) roomKey.keep(key);
  else if (isKeyFailure(answer.failure)) roomKey.ask();
}

const earlyToken = createEarlyToken({ ask: askForToken, document });

/** With a signal, which is there after the click on Join, it is told and tried again when it fails. */
function forJoin<Loaded>(load: () => Promise<Loaded>): (signal?: AbortSignal) => Promise<Loaded> {
  return (signal) => (signal ? untilLoaded(load, { signal, carry }) : load());
}

export const call: Call = createCall({
  async requestToken({ name: wanted }, signal) {
    const { text: key } = roomKey.getState();
    const answer = await askForToken({ name: wanted, key }, signal);
    noteKey(answer, key);
    return answer;
  },
  async takeEarlyToken({ name: wanted }) {
    const { text: key } = roomKey.getState();
    const answer = await earlyToken.take({ name: wanted, key });
    if (answer) noteKey(answer, key);
    return answer;
  },
  unfit: findUnfit(),
  loadConnection: forJoin(() => import('./call/connection.ts')),
  loadView: forJoin(async () => {
    await firstSeen;
    await loadRoomPage(speech, { call, notices });
  }),
  onLive() {
    wasLive = true;
    preview.release();
  },
  onPublishFailed(device) {
    preview.noteSent(device, false);
    notices.tell({ device, problem: 'not_published' });
  },
  onSent: preview.noteSent,
  onOtherDevice: (kind, name) =>
    notices.tell({ about: `other ${kind}`, say: ({ device }) => device[kind].other(name) }),
  pause,
  onGivenUp: preview.close,
});

let name = address.name ?? readName();
let typed = globalThis.firstCarried?.name ?? name;

export function nameInField(): string {
  return typed;
}

export function onName(text: string): void {
  typed = text;
  wantToken();
}

/** For when the page has to be loaded anew before somebody can join; `undefined` in a call. */
export function carry(): CarriedOver | undefined {
  const { status } = call.getState();
  if (status === 'live' || status === 'returning' || status === 'ended') return undefined;
  const { choices } = preview.getState();
  return {
    name: typed,
    isJoining: status === 'joining',
    isListening: status === 'joining' && deviceKinds.every((kind) => !choices[kind].on),
    isTyping: isTypingName(),
    roomKey: roomKey.getState().text,
  };
}

function wantToken(): void {
  const { text: key, isAsked } = roomKey.getState();
  const wanted = parseVisibleName(typed);
  // A key is typed for the click alone: few wrong ones are allowed.
  earlyToken.want(wanted === undefined || isAsked ? undefined : { name: wanted, key });
}

/** Under this name, or the one used last. */
export function join(chosen = name, clickedAtMs?: number): void {
  name = chosen;
  rememberName(name);
  // After a call the devices are closed; this opens them while the token is on its way.
  preview.open();
  void call.join({
    room: address.room,
    name,
    clickedAtMs,
    devices() {
      // After an interruption they are closed; what the guest had turned off stays off.
      preview.open();
      return {
        tracks: preview.lend(),
        deviceIds: { microphone: preview.deviceId('microphone'), camera: preview.deviceId('camera') },
        speakerId: speakers.getState().deviceId,
      };
    },
  });
  // Not in a later call: the guest may want to see nobody, which is not known here. Who is refused, or takes the click back, need not
  // wait for LiveKit's client.
  if (!wasLive) firstSeen = Promise.race([seeFirst(), untilJoined().then(() => false)]).catch(() => false);
}

/** Or until it is known that nobody joins. */
function untilJoined(): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (call.getState().status === 'joining') return;
      unsubscribe();
      resolve();
    };
    const unsubscribe = call.subscribe(look);
    look();
  });
}

let wasLive = false;
/** Whether somebody is seen, once drawing the room may take its time. */
let firstSeen = Promise.resolve(false);

/** Joins from the lobby in index.html: what draws the page is run once somebody is seen (`untilPage`), and fetched before. */
export function joinFirst(chosen: string, clickedAtMs: number): void {
  onName(chosen);
  join(chosen, clickedAtMs);
  const fetchRest = () => {
    fetchPage();
    // Fetched here as well; a failure shows when the room is loaded.
    speech.loadRoom().catch(() => {});
  };
  import('./call/connection.ts').then(fetchRest, () => {});
}

async function seeFirst(): Promise<boolean> {
  const { showEarlyVideo } = await import('./start/earlyVideo.ts');
  const sight = findEarlyVideo(speech.getState().language);
  return sight ? await showEarlyVideo(call, sight) : false;
}

/** Waits, if somebody has clicked before the page is there, until running it holds nothing up. */
export async function untilPage(): Promise<void> {
  await firstSeen;
}

/** And, where somebody is seen, until there is no lobby to be drawn any more. */
export async function untilDrawn(): Promise<void> {
  if (await firstSeen) await untilJoined();
}

call.subscribe(() => {
  // Back in the lobby: a device that the failed attempt has closed shows its picture again.
  if (call.getState().status === 'failed') preview.open();
});

/** What needs no click: it takes its time elsewhere. */
export function prepare(): void {
  const carried = globalThis.firstCarried;
  if (carried?.isListening) preview.turnOff();
  if (carried?.roomKey) roomKey.write(carried.roomKey);
  if (!findInAppBrowser(facts)) preview.open();
  // The lobby that asks otherwise is not drawn when the guest joins first. Without an answer the system's speaker is used.
  speakers.refresh().catch(() => {});
  roomKey.subscribe(wantToken);
  wantToken();
  addEventListener('focusout', earlyToken.settle);
}
