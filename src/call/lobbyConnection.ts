import { RoomEvent, type Room } from 'livekit-client';
import type { AccessFailureKind } from '../access/accessFailure.ts';
import type { TokenGrant } from '../access/requestToken.ts';
import { success } from '../../common/result.ts';
import { fieldOf } from '../../common/fieldOf.ts';
import type { EnterFromLobby } from './call.ts';
import { isAnswered } from './isAnswered.ts';
import { lockIdentity } from './identityLock.ts';

/**
 * Longest time for which the page is connected in the lobby. A guest who has not clicked by then may never click, and
 * the click joins as usual.
 */
const longestMs = 120_000;

interface LobbyParts {
  /** The room of the call, which is not connected yet. */
  room: Room;
  /** The token endpoint's answer that contains the token for the lobby. */
  grant: TokenGrant;
  /** That token, for a hidden participant without any right. */
  lobbyToken: string;
  /** Asks the token handler to make the guest visible. */
  askToEnter: EnterFromLobby;
  /** Called when the connection is gone before the click on Join. The room can't be used again. */
  onLost: () => void;
}

/**
 * Connects the room of the call while the guest is in the lobby: hidden, without any right, and without receiving video
 * and audio. Gives the connection up when it is lost, when the page is hidden, when nobody sends anything any more, after
 * two minutes, and when another tab joins as the same guest.
 *
 * @returns a function for the click on Join, which makes the guest visible. It resolves with the token endpoint's
 *   answer, or with `undefined` if there is none that counts. Unless the answer says that the guest has entered, the
 *   room is disconnected
 */
export function connectInLobby({ room, grant, lobbyToken, askToEnter, onLost }: LobbyParts): EnterFromLobby {
  const waiting = new AbortController();
  const { signal } = waiting;

  function giveUp(): void {
    if (signal.aborted) return;
    waiting.abort();
    void room.disconnect();
    onLost();
  }

  function look(): void {
    if (document.hidden || isMetered() || !isAnythingSent(room)) giveUp();
  }

  for (const event of lostEvents) room.on(event, giveUp);
  for (const event of changeEvents) room.on(event, look);
  document.addEventListener('visibilitychange', look, { signal });
  addEventListener('pagehide', giveUp, { signal });
  addEventListener('offline', giveUp, { signal });
  const limit = setTimeout(giveUp, longestMs);
  signal.addEventListener('abort', () => {
    clearTimeout(limit);
    for (const event of lostEvents) room.off(event, giveUp);
    for (const event of changeEvents) room.off(event, look);
  });
  const over = new Promise<void>((resolve) => {
    room.once(RoomEvent.Disconnected, () => resolve());
  });
  const { isHeld, lost } = lockIdentity(lobbyToken, { ifAvailable: true }, over);
  void lost.then(giveUp);
  let beganAtMs = 0;
  let tookMs: number | undefined;
  void isHeld.then((isOurs) => {
    if (!isOurs || document.hidden || isMetered()) return giveUp();
    if (signal.aborted) return;
    beganAtMs = performance.now();
    room.connect(grant.serverUrl, lobbyToken).then(() => {
      tookMs = performance.now() - beganAtMs;
      look();
    }, giveUp);
  });

  return async (wanted, joining) => {
    // Once LiveKit has answered, the token handler can make the guest visible while the media still connects.
    const isThere = isAnswered(room) && !signal.aborted;
    waiting.abort();
    const late = AbortSignal.timeout(entryPatienceMs(tookMs ?? performance.now() - beganAtMs));
    const ended = new Promise<undefined>((resolve) => {
      room.once(RoomEvent.Disconnected, () => resolve(undefined));
      for (const end of [late, joining]) end.addEventListener('abort', () => resolve(undefined));
    });
    const permitted = untilPermitted(room);
    let isIn = false;
    try {
      if (!isThere) return undefined;
      const asked = askToEnter(wanted, AbortSignal.any([joining, late])).catch(() => undefined);
      // LiveKit tells the page before the token handler answers, so the answer is not waited for.
      const inTime = permitted.then(() => success({ ...grant, entered: true as const }));
      let answer = await Promise.race([inTime, asked, ended]);
      if (answer?.ok && answer.value.entered) answer = await Promise.race([inTime, ended]);
      joining.throwIfAborted();
      isIn = answer?.ok === true && answer.value.entered === true;
      return answer?.ok === false && !isFinal(answer.failure.kind) ? undefined : answer;
    } finally {
      if (!isIn) void room.disconnect();
    }
  };
}

/**
 * After these events the connection is given up: a client that reconnects would take as long as a new connection, and
 * could not be made visible meanwhile.
 */
const lostEvents = [RoomEvent.Disconnected, RoomEvent.SignalReconnecting, RoomEvent.Reconnecting] as const;

const changeEvents = [RoomEvent.ParticipantDisconnected, RoomEvent.TrackUnpublished] as const;

/**
 * Longest wait for the token handler and LiveKit to make the guest visible; then the guest joins with a new connection.
 * It is half of the time that the connection in the lobby took, which a new one would take again; becoming visible needs
 * fewer round trips. Both can't be tried at once, because they have the same identity, so LiveKit would end the
 * connection of the lobby when the new one arrives.
 *
 * @param connectMs how long connecting took in the lobby, or has taken so far
 */
export function entryPatienceMs(connectMs: number): number {
  return Math.min(1500, Math.max(300, connectMs / 2));
}

function isAnythingSent({ remoteParticipants }: Room): boolean {
  return [...remoteParticipants.values()].some(({ trackPublications }) => trackPublications.size > 0);
}

/** Resolves with `true` once LiveKit has told this page that the guest may subscribe. */
function untilPermitted(room: Room): Promise<true> {
  return new Promise((resolve) => {
    const see = () => {
      if (room.localParticipant.permissions?.canSubscribe !== true) return;
      room.off(RoomEvent.ParticipantPermissionsChanged, see);
      resolve(true);
    };
    room.on(RoomEvent.ParticipantPermissionsChanged, see);
    see();
  });
}

/**
 * Whether the browser says that data costs money or that the network is slow. Only Chromium tells. A connection that may
 * never be used is not worth that.
 */
function isMetered(): boolean {
  const connection = fieldOf(navigator, 'connection');
  const isSlow = ['slow-2g', '2g'].includes(String(fieldOf(connection, 'effectiveType')));
  return isSlow || fieldOf(connection, 'saveData') === true || fieldOf(connection, 'type') === 'cellular';
}

/** Whether a refusal concerns the guest or the room, so that the usual join would be refused as well. */
function isFinal(kind: AccessFailureKind): boolean {
  const final: readonly AccessFailureKind[] = [
    'key_missing',
    'key_wrong',
    'invitation_ended',
    'room_not_allowed',
    'room_locked',
    'knock_required',
    'removed',
    'room_full',
    'name_invalid',
  ];
  return final.includes(kind);
}
