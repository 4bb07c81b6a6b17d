import { createReadConfig, type ReadConfig } from '../access/config.ts';
import { isKeyFailure, type AccessFailure } from '../access/accessFailure.ts';
import { createEarlyToken, type EarlyToken, type EarlyWish } from '../access/earlyToken.ts';
import { isForGuest, requestToken, type TokenGrant } from '../access/requestToken.ts';
import type { HostAnswer, HostWish } from '../access/askAsHost.ts';
import {
  createRoomKey,
  createTicket,
  tabPassPlace,
  type AddressBar,
  type RoomKey,
} from '../access/roomKey.ts';
import { createRoomName, type RoomName } from '../access/roomName.ts';
import { tabSecret } from '../access/tabSecret.ts';
import { readAddress, type Address } from '../address/address.ts';
import { readName, rememberName } from '../address/rememberedName.ts';
import { createCall, type Call, type CallParts } from '../call/call.ts';
import { createPendingPublications } from '../call/pendingPublications.ts';
import type { BrowserFacts } from '../browser/browserKind.ts';
import { deviceKinds, readDeviceChoices, rememberDeviceChoices } from '../media/own/deviceChoices.ts';
import { findInAppBrowser } from '../browser/inAppBrowser.ts';
import { createPreview, type Preview, type PreviewAccess } from '../media/own/preview.ts';
import { createSpeakers, readSpeaker, rememberSpeaker, type Speakers } from '../media/own/speakers.ts';
import type { MeetingParts } from '../meeting/meeting.ts';
import { createNotices } from '../meeting/notices.ts';
import { pickLanguage, type Language } from '../address/language.ts';
import { createSpeech, type Speech } from '../messages/speech.ts';
import type { LobbyWish, WhoIsHere } from '../../common/contract.ts';
import type { Result } from '../../common/result.ts';
import type { KnockState } from '../knock/knock.ts';
import { createListeners, type Followed } from '../listeners.ts';
import type { CarriedOver } from '../start/page/carriedOver.ts';
import { rememberedSwitch, type Switch } from '../rememberedSwitch.ts';
import { untilLoaded } from '../untilLoaded.ts';
import { createGuestName, type GuestName } from './guestName.ts';

/**
 * The functions and state that a session uses. src/start/boot.ts passes the real ones in; unit tests, which have no
 * browser, pass fakes.
 */
export interface SessionParts extends Pick<CallParts, 'pause' | 'unfit' | 'loadConnection'> {
  page: URL;
  addressBar: AddressBar;
  /** The languages that the guest prefers, most preferred first, as BCP 47 tags (as in `navigator.languages`). */
  languages: readonly string[];
  facts: BrowserFacts;
  deviceAccess: PreviewAccess;
  canChooseSpeaker: boolean;
  document: Pick<Document, 'visibilityState' | 'addEventListener'>;
  /** State that the page saved before it reloaded itself. */
  carried: CarriedOver | null | undefined;
  /** Whether the name field has the focus. */
  isTypingName: () => boolean;
  loadRoomPage: (speech: Speech, parts: MeetingParts) => Promise<void>;
  /**
   * Shows the video of another participant before React renders the room. Resolves when React may render without
   * delaying that video; with `true` if such a video is shown.
   */
  showEarlyVideo: (call: Call, language: Language) => Promise<boolean>;
}

/**
 * State and logic of a guest's session, without the views. Each value is kept in one place here, and views only read
 * it.
 */
export interface Session {
  page: URL;
  address: Address;
  facts: BrowserFacts;
  speech: Speech;
  readConfig: ReadConfig;
  roomKey: RoomKey;
  roomName: RoomName;
  /**
   * How many people are in the room, and the name of one of them, to show in the lobby; `undefined` unless the token
   * handler tells the guest (`SHOW_WHO_IS_HERE`).
   */
  here: Followed<WhoIsHere | undefined>;
  preview: Preview;
  /**
   * Whether the guest's own video is shown mirrored to them, in lobby and room. Other participants never see it mirrored. Shared screens and back
   * cameras are never mirrored.
   */
  selfMirror: Switch;
  speakers: Speakers;
  name: GuestName;
  /** Whether the guest has to ask a host to be let in (`needed`), and how far that request has got. */
  knocking: Followed<KnockState | 'needed' | undefined>;
  call: Call;
  /** Starts slow work before the click on Join: opens the devices and requests a token. */
  prepare: () => void;
  /**
   * Joins the room as `name`, or with the last name used.
   *
   * @param clickedAtMs time of the click on Join by `performance.now()`, if the click came before the app had loaded
   */
  join: (name?: string, clickedAtMs?: number) => void;
  /**
   * Connects the call's room while the guest is in the lobby, if the token handler has given a token for that. Called
   * once the room is made.
   */
  connectInLobby: () => void;
  /** Called when the name field loses the focus: requests a token for the name in it at once. */
  settleName: () => void;
  /** State to keep over a reload of the page; `undefined` during and after a call. */
  carry: () => CarriedOver | undefined;
  /**
   * Resolves once the page may run React without delaying the first video of another participant
   * (src/start/earlyVideo.ts); at once if the guest is not joining.
   */
  untilAppMayRun: () => Promise<void>;
  /**
   * Resolves once React may render. While the page shows others' video without React (src/start/earlyVideo.ts), that is
   * after the join has ended, so that React does not render a lobby that the room replaces at once.
   */
  untilAppMayDraw: () => Promise<void>;
}

/** Creates a session. Before `prepare` it opens no device and sends no request. */
export function createSession(parts: SessionParts): Session {
  const { page, facts, carried, document } = parts;
  const address = readAddress(page);
  const speech = createSpeech(pickLanguage(address.language, parts.languages));
  const readConfig = createReadConfig(page);
  const roomKey = createRoomKey(parts.addressBar, tabPassPlace());
  const roomName = createRoomName(address.room);
  const ticket = createTicket();
  const secret = tabSecret();
  const notices = createNotices();
  const pendingPublications = createPendingPublications();
  const selfMirror = rememberedSwitch('mirror');
  const preview = createPreview(parts.deviceAccess, readDeviceChoices(), rememberDeviceChoices);
  const speakers = createSpeakers(
    { ...parts.deviceAccess, canChoose: parts.canChooseSpeaker },
    readSpeaker(),
    rememberSpeaker,
  );
  const devices: MeetingParts['devices'] = {
    isOn: (kind) => preview.getState().choices[kind].on,
    setOn: preview.setOn,
    flip: preview.flip,
    choose: (kind, deviceId) =>
      kind === 'speaker' ? speakers.choose(deviceId) : preview.remember(kind, deviceId),
  };
  /** The name with which the guest joins again from the page that is shown after a call. */
  let lastName = address.name ?? readName();
  const name = createGuestName(carried?.name ?? lastName);
  const earlyToken: EarlyToken = createEarlyToken({ ask: askForToken, document, onRefused: foresee });
  /** Whether the page shows others' video before the room is rendered (the result of `showEarlyVideo`). */
  let earlyVideo = Promise.resolve(false);
  /**
   * The guest's last token. A request for something that only hosts may do carries it, so that the token handler knows
   * who asks.
   */
  let lastToken: string | undefined;
  /** The answer that contains a token for a connection in the lobby. There is one such connection at most. */
  let lobbyGrant: TokenGrant | undefined;
  let hasConnected = false;
  let knockState: KnockState | 'needed' | undefined;
  const knockers = createListeners();
  let here: WhoIsHere | undefined;
  const hereListeners = createListeners();
  let hasJoined = false;
  let wasLive = false;

  const call: Call = createCall({
    async requestToken({ name: wanted }, signal) {
      const key = roomKey.shown();
      const answer = await askForToken({ name: wanted, key }, signal);
      noteKey(answer, key);
      return answer;
    },
    async takeEarlyToken({ name: wanted }) {
      const key = roomKey.shown();
      const answer = await earlyToken.take({ name: wanted, key });
      if (answer) noteKey(answer, key);
      return answer;
    },
    async knock({ name: wanted }, refusal, signal) {
      const key = roomKey.shown();
      const { knock } = await untilLoaded(() => import('../knock/knock.ts'), { signal, carry });
      try {
        return await knock(refusal, {
          ask: () => askForToken({ name: wanted, key }, signal),
          keepTicket: (text) => ticket.keep(text, key),
          onState: setKnockState,
          pause: parts.pause,
          signal,
        });
      } finally {
        setKnockState('needed');
      }
    },
    unfit: parts.unfit,
    pause: parts.pause,
    loadConnection: forJoin(parts.loadConnection),
    loadView: forJoin(async () => {
      await earlyVideo;
      await parts.loadRoomPage(speech, {
        call,
        actAsHost,
        notices,
        devices,
        leave: () => void call.leave(),
        pendingPublications,
        selfMirror,
      });
    }),
    onJoining() {
      hasJoined = true;
      // Only the first call shows others' video before the room is rendered (src/start/earlyVideo.ts): before a later
      // call the guest may have chosen to hide that video, and earlyVideo.ts does not know the choice.
      if (!wasLive) earlyVideo = startEarlyVideo();
    },
    onLive() {
      wasLive = true;
      preview.release();
    },
    onPublishing: pendingPublications.add,
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
    // When a failed attempt to join leads back to the lobby, this opens the devices again that the attempt closed.
    if (hasJoined && call.getState().status === 'failed') preview.open();
  });

  async function askForToken(
    wanted: EarlyWish,
    signal: AbortSignal,
    lobbyWish?: LobbyWish,
  ): Promise<Result<TokenGrant, AccessFailure>> {
    const loaded = await readConfig();
    if (!loaded.ok) return loaded;
    const { tokenEndpoint } = loaded.value;
    // A token endpoint on another origin would have to allow the header.
    const isOwn = new URL(tokenEndpoint).origin === page.origin;
    const isFirst = lobbyGrant === undefined && call.getState().status === 'idle';
    const lobby = lobbyWish ?? (isOwn && isFirst ? 'connect' : undefined);
    const ask = (key: string) =>
      requestToken(tokenEndpoint, { ...wanted, key, room: address.room, secret, lobby }, signal);
    const admission = ticket.for(wanted.key);
    let answer = await ask(admission ?? wanted.key);
    if (admission !== undefined && !answer.ok && isUselessTicket(answer.failure.kind)) {
      ticket.drop();
      answer = await ask(wanted.key);
    }
    if (isForGuest(answer) && roomKey.refuseHost(wanted.key)) {
      // In the lobby the guest reads this before the click, otherwise in the room.
      if (isInLobby()) earlyToken.settle();
      else notices.tell({ about: 'host link', say: (messages) => messages.lobby.oldHostLink });
      if (!answer.ok && isKeyFailure(answer.failure)) answer = await ask(roomKey.shown());
    }
    if (answer.ok) {
      setKnockState(undefined);
      lastToken = answer.value.token;
      roomName.learn(lastToken);
      if (answer.value.lobbyToken) lobbyGrant ??= answer.value;
      connectInLobby();
    }
    here = answer.ok ? answer.value.here : undefined;
    hereListeners.tellAll();
    return answer;
  }

  async function actAsHost(room: string, wish: HostWish): Promise<HostAnswer> {
    const loaded = await readConfig();
    if (!loaded.ok || lastToken === undefined) return { outcome: 'failed' };
    // Loaded only when a host does something, because few guests are hosts.
    const file = await import('../access/askAsHost.ts').catch(() => undefined);
    const proofs = { token: lastToken, pass: roomKey.pass() };
    return (await file?.askAsHost(loaded.value.tokenEndpoint, room, wish, proofs)) ?? { outcome: 'failed' };
  }

  function connectInLobby(): void {
    const grant = lobbyGrant;
    const lobbyToken = grant?.lobbyToken;
    const state = call.getState();
    if (hasConnected || !grant || !lobbyToken || state.status !== 'idle' || !state.room) return;
    hasConnected = true;
    // Without this file the guest joins as usual. The build moves a handler that is passed to `then` into the part that
    // runs only when the file has loaded (Vite 8.3), so `catch` comes first.
    const file = import('../call/lobbyConnection.ts').catch(() => undefined);
    void file.then((lobby) => {
      if (!lobby) return;
      call.connectInLobby((room, onLost) =>
        lobby.connectInLobby({
          room,
          grant,
          lobbyToken,
          async askToEnter({ name: wanted }, signal) {
            const key = roomKey.shown();
            const answer = await askForToken({ name: wanted, key }, signal, 'enter');
            noteKey(answer, key);
            return answer;
          },
          onLost,
        }),
      );
    });
  }

  function setKnockState(next: KnockState | 'needed' | undefined): void {
    if (next === knockState) return;
    knockState = next;
    knockers.tellAll();
  }

  /**
   * Keeps a room key that the token handler has accepted, or asks the guest for another one. Only for answers to a
   * click on Join.
   */
  function noteKey(answer: Result<TokenGrant, AccessFailure>, key: string): void {
    // After `knock_required` the key is kept as well: the token handler asks only guests with the right key to knock,
    // which means to wait until a host admits them.
    if (answer.ok || answer.failure.kind === 'knock_required') roomKey.keep(key);
    else if (isKeyFailure(answer.failure)) roomKey.ask(answer.failure.kind);
    else if (isUselessPass(answer.failure.kind)) roomKey.dropPass();
  }

  /**
   * Shows before the click on Join that the room needs another key or lets nobody in. Other refusals are not shown yet,
   * because they may pass, or concern the name, which the guest can still change.
   */
  function foresee(failure: AccessFailure): void {
    if (call.getState().status !== 'idle') return;
    if (isKeyFailure(failure)) roomKey.ask(failure.kind);
    else if (failure.kind === 'knock_required') setKnockState('needed');
    else if (isForeseen(failure.kind)) call.foresee(failure);
    if (isUselessPass(failure.kind)) roomKey.dropPass();
  }

  /**
   * Requests a token without a name, only to learn before the click on Join whether the room and its key are right. For
   * a guest with a name the early token, which is requested before the click, tells that.
   */
  async function tryNameless(): Promise<void> {
    const key = roomKey.shown();
    const answer = await askForToken({ name: '', key }, new AbortController().signal);
    const isAsShown = roomKey.shown() === key || roomKey.getState().isHostLinkOld;
    if (!answer.ok && isAsShown) foresee(answer.failure);
  }

  function isInLobby(): boolean {
    const { status } = call.getState();
    return status === 'idle' || status === 'failed';
  }

  function wantToken(): void {
    // The room key also changes during a join and a call, which need no early token.
    if (!isInLobby()) return;
    const { asked } = roomKey.getState();
    const wanted = name.parsed();
    // While the guest types a room key the page requests no token: the token endpoint allows only a few wrong keys.
    earlyToken.want(wanted === undefined || asked ? undefined : { name: wanted, key: roomKey.shown() });
  }

  /**
   * Makes a function that loads files of the app. When it is called with a signal, a guest is waiting to join: then a
   * failure to load is shown to the guest, and loading is tried again.
   */
  function forJoin<Loaded>(load: () => Promise<Loaded>): (signal?: AbortSignal) => Promise<Loaded> {
    return (signal) => (signal ? untilLoaded(load, { signal, carry }) : load());
  }

  /**
   * Shows others' video before the room is rendered (src/start/earlyVideo.ts). Also resolves, with `false`, when the
   * join is refused or cancelled, so that the guest need not wait for LiveKit's client to load.
   */
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
    here: { getState: () => here, subscribe: hereListeners.subscribe },
    preview,
    selfMirror,
    speakers,
    name,
    knocking: { getState: () => knockState, subscribe: knockers.subscribe },
    call,
    prepare() {
      if (carried?.isListening) preview.turnOff();
      if (carried?.roomKey) roomKey.write(carried.roomKey);
      if (!findInAppBrowser(facts)) preview.open();
      // The lobby reads the list of speakers as well, but a guest may join before the lobby is rendered. If the list
      // can't be read, the call uses the system's speaker.
      speakers.refresh().catch(() => {});
      roomKey.subscribe(wantToken);
      name.subscribe(wantToken);
      wantToken();
      if (name.parsed() === undefined) void tryNameless();
    },
    join(chosen = lastName, clickedAtMs) {
      lastName = chosen;
      rememberName(chosen);
      // After a call the devices are closed. A guest who joins again gets them opened while the token is requested.
      preview.open();
      void call.join({
        room: address.room,
        name: chosen,
        clickedAtMs,
        devices() {
          // After an interruption the devices are closed, and a new connection opens them again. A device that the
          // guest turned off stays off.
          preview.open();
          return {
            tracks: preview.lend(),
            deviceIds: { microphone: preview.deviceId('microphone'), camera: preview.deviceId('camera') },
            speakerId: speakers.getState().deviceId,
          };
        },
      });
    },
    connectInLobby,
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

/**
 * Whether the token handler may have refused the guest because the guest's invitation has ended or is for another room.
 */
function isUselessPass(kind: AccessFailure['kind']): boolean {
  return kind === 'invitation_ended' || kind === 'room_not_allowed';
}

/**
 * Whether a refusal means that a ticket, the invitation of a guest whom a host has admitted, is of no use any more: it
 * has ended, or was made for another key or another room, so the guest has to ask a host again.
 */
function isUselessTicket(kind: AccessFailure['kind']): boolean {
  return isUselessPass(kind) || kind === 'key_missing' || kind === 'key_wrong';
}

/**
 * Whether the token handler refused because of the room itself. The guest can be told that before the click on Join.
 */
function isForeseen(kind: AccessFailure['kind']): boolean {
  return ['room_not_allowed', 'room_locked', 'removed', 'invitation_ended'].includes(kind);
}
