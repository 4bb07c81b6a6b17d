import { createReadConfig, type ReadConfig } from '../access/config.ts';
import { isKeyFailure, type AccessFailure } from '../access/accessFailure.ts';
import { createEarlyToken, type EarlyToken, type EarlyWish } from '../access/earlyToken.ts';
import { requestToken, type TokenGrant } from '../access/requestToken.ts';
import { createRoomKey, type AddressBar, type RoomKey } from '../access/roomKey.ts';
import { createRoomName, type RoomName } from '../access/roomName.ts';
import { tabSecret } from '../access/tabSecret.ts';
import { readAddress, type Address } from '../address/address.ts';
import { readName, rememberName } from '../address/rememberedName.ts';
import { createCall, type Call, type CallParts } from '../call/call.ts';
import type { BrowserFacts } from '../devices/browserKind.ts';
import { deviceKinds, readDeviceChoices, rememberDeviceChoices } from '../devices/deviceChoices.ts';
import { findInAppBrowser } from '../devices/inAppBrowser.ts';
import { createPreview, type Preview, type PreviewAccess } from '../devices/preview.ts';
import { createSpeakers, readSpeaker, rememberSpeaker, type Speakers } from '../devices/speakers.ts';
import type { MeetingParts } from '../meeting/meeting.ts';
import { createNotices } from '../meeting/notices.ts';
import { pickLanguage, type Language } from '../messages/language.ts';
import { createSpeech, type Speech } from '../messages/speech.ts';
import type { Result } from '../../common/result.ts';
import type { CarriedOver } from '../start/page/carriedOver.ts';
import { untilLoaded } from '../untilLoaded.ts';
import { createGuestName, type GuestName } from './guestName.ts';

/** What a session stands on. Handed in by src/start/boot.ts, and by unit tests without a browser. */
export interface SessionParts extends Pick<CallParts, 'pause' | 'unfit' | 'loadConnection'> {
  page: URL;
  addressBar: AddressBar;
  /** BCP 47 tags, most wanted first, as in `navigator.languages`. */
  languages: readonly string[];
  facts: BrowserFacts;
  deviceAccess: PreviewAccess;
  canChooseSpeaker: boolean;
  document: Pick<Document, 'visibilityState' | 'addEventListener'>;
  /** What the page before a reload left. */
  carried: CarriedOver | null | undefined;
  /** Whether the cursor is in the name's field. */
  isTypingName: () => boolean;
  loadRoomPage: (speech: Speech, parts: MeetingParts) => Promise<void>;
  /** Shows somebody before the room is drawn. Resolves once drawing may take its time: with whether somebody is seen. */
  showEarlyVideo: (call: Call, language: Language) => Promise<boolean>;
}

/** A guest's visit: everything of it that is not drawn. Each value has one owner here, and views read it. */
export interface Session {
  page: URL;
  address: Address;
  facts: BrowserFacts;
  speech: Speech;
  readConfig: ReadConfig;
  roomKey: RoomKey;
  roomName: RoomName;
  preview: Preview;
  speakers: Speakers;
  name: GuestName;
  call: Call;
  /** Starts what takes its time elsewhere and needs no click: devices and token. */
  prepare: () => void;
  /**
   * Joins under `name`, or under the name used last.
   *
   * @param clickedAtMs by performance.now, for a click that had to wait for the app
   */
  join: (name?: string, clickedAtMs?: number) => void;
  /** The name's field was left: a token for what stands there is asked for now. */
  settleName: () => void;
  /** For a reload of the page before somebody has joined; `undefined` in a call. */
  carry: () => CarriedOver | undefined;
  /** Waits, while a first join is under way, until running React delays no early video. */
  untilAppMayRun: () => Promise<void>;
  /** Waits, where somebody is seen early, until there is no lobby to be drawn any more. */
  untilAppMayDraw: () => Promise<void>;
}

/** Makes a session. Nothing is asked of the guest, the browser or a server before `prepare`. */
export function createSession(parts: SessionParts): Session {
  const { page, facts, carried, document } = parts;
  const address = readAddress(page);
  const speech = createSpeech(pickLanguage(address.language, parts.languages));
  const readConfig = createReadConfig(page);
  const roomKey = createRoomKey(parts.addressBar);
  const roomName = createRoomName(address.room);
  const secret = tabSecret();
  const notices = createNotices();
  const preview = createPreview(parts.deviceAccess, readDeviceChoices(), rememberDeviceChoices);
  const speakers = createSpeakers(
    { ...parts.deviceAccess, canChoose: parts.canChooseSpeaker },
    readSpeaker(),
    rememberSpeaker,
  );
  /** The name that the guest joins with when they come back from the end of a call. */
  let lastName = address.name ?? readName();
  const name = createGuestName(carried?.name ?? lastName);
  const earlyToken: EarlyToken = createEarlyToken({ ask: askForToken, document });
  /** Whether somebody is seen, once drawing the room may take its time. */
  let earlyVideo = Promise.resolve(false);
  let wasLive = false;

  const call: Call = createCall({
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
    unfit: parts.unfit,
    pause: parts.pause,
    loadConnection: forJoin(parts.loadConnection),
    loadView: forJoin(async () => {
      await earlyVideo;
      await parts.loadRoomPage(speech, { call, notices });
    }),
    onJoining() {
      // Not in a later call: the guest may want to see nobody, which is not known here.
      if (!wasLive) earlyVideo = startEarlyVideo();
    },
    onLive() {
      wasLive = true;
      preview.release();
    },
    onPublishFailed(device) {
      preview.noteSent(device, false);
      notices.tell({ device, problem: 'not_published' });
    },
    onSent: preview.noteSent,
    onOtherDevice: (kind, label) =>
      notices.tell({ about: `other ${kind}`, say: ({ device }) => device[kind].other(label) }),
    onGivenUp: preview.close,
  });
  call.subscribe(() => {
    // Back in the lobby: a device that the failed attempt has closed shows its picture again.
    if (call.getState().status === 'failed') preview.open();
  });

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

  /** Keeps the key that opened the room, or asks for another one. Only for answers to a click on Join. */
  function noteKey(answer: Result<TokenGrant, AccessFailure>, key: string): void {
    if (answer.ok) roomKey.keep(key);
    else if (isKeyFailure(answer.failure)) roomKey.ask();
  }

  function wantToken(): void {
    const { text: key, isAsked } = roomKey.getState();
    const wanted = name.parsed();
    // A key is typed for the click alone: few wrong ones are allowed.
    earlyToken.want(wanted === undefined || isAsked ? undefined : { name: wanted, key });
  }

  /** A signal means that a guest waits for a join: then a failure is told, and loading is tried again. */
  function forJoin<Loaded>(load: () => Promise<Loaded>): (signal?: AbortSignal) => Promise<Loaded> {
    return (signal) => (signal ? untilLoaded(load, { signal, carry }) : load());
  }

  /** A guest who is refused, or takes the click back, need not wait for LiveKit's client. */
  function startEarlyVideo(): Promise<boolean> {
    const shown = parts.showEarlyVideo(call, speech.getState().language);
    return Promise.race([shown, untilNobodyJoins().then(() => false)]).catch(() => false);
  }

  function untilNobodyJoins(): Promise<void> {
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

  function carry(): CarriedOver | undefined {
    const { status } = call.getState();
    if (status === 'live' || status === 'returning' || status === 'ended') return undefined;
    const { choices } = preview.getState();
    return {
      name: name.getState(),
      isJoining: status === 'joining',
      isListening: status === 'joining' && deviceKinds.every((kind) => !choices[kind].on),
      isTyping: parts.isTypingName(),
      roomKey: roomKey.getState().text,
    };
  }

  return {
    page,
    address,
    facts,
    speech,
    readConfig,
    roomKey,
    roomName,
    preview,
    speakers,
    name,
    call,
    prepare() {
      if (carried?.isListening) preview.turnOff();
      if (carried?.roomKey) roomKey.write(carried.roomKey);
      if (!findInAppBrowser(facts)) preview.open();
      // The lobby that asks otherwise is not drawn when the guest joins first. Without an answer the system's speaker is used.
      speakers.refresh().catch(() => {});
      roomKey.subscribe(wantToken);
      name.subscribe(wantToken);
      wantToken();
    },
    join(chosen = lastName, clickedAtMs) {
      lastName = chosen;
      rememberName(chosen);
      // After a call the devices are closed; this opens them while the token is on its way.
      preview.open();
      void call.join({
        room: address.room,
        name: chosen,
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
    },
    settleName: earlyToken.settle,
    carry,
    async untilAppMayRun() {
      await earlyVideo;
    },
    async untilAppMayDraw() {
      if (await earlyVideo) await untilNobodyJoins();
    },
  };
}
