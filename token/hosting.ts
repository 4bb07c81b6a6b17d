import { randomBytes } from 'node:crypto';
import type { ParticipantInfo, WebhookEvent } from 'livekit-server-sdk';
import type { HostAction, InvitationAnswer, WaitingAnswer } from '../common/contract.ts';
import { checkJoined, isKeptOut } from './admission.ts';
import type { RefuseBearer, Shown } from './checkKey.ts';
import { isCheckRoom } from './checkRoom.ts';
import { addressKey } from './clientAddress.ts';
import { isWaitingAction, type Waiting } from './waiting.ts';
import { isStandingRoom } from './standingRoom.ts';
import { isWaitingRoom } from './waitingRoom.ts';
import type { Config } from './config.ts';
import { hostActor } from './hostActions.ts';
import { endAfter, invitationId, invitationKey, signInvitation } from './invitation.ts';
import type { Lobby } from './lobby.ts';
import type { LiveRooms } from './liveRooms.ts';
import type { HostRequest } from './readHostRequest.ts';
import { granted, refused, type Granted, type Refused } from './refusal.ts';
import type { CreateLimit } from './requestLimit.ts';
import { roleOf } from './roles.ts';
import { roleIn } from './roomState.ts';
import type { RoomStates } from './roomStates.ts';
import { shareNext } from './shareWhilePending.ts';
import { roomsAtStart, sweeper } from './sweep.ts';
import { settler } from './settle.ts';

interface HostingParts {
  config: Config;
  live: LiveRooms;
  states: RoomStates;
  waiting: Waiting;
  lobby: Lobby;
  createLimit: CreateLimit;
  refuseBearer: RefuseBearer;
  /** Logs that LiveKit failed to do something; `message` says what. */
  onFailure: (error: unknown, message: string) => void;
}

/**
 * Carries out hosts' requests, and removes participants who join although a host has removed them before or locked the
 * room.
 */
export interface Hosting {
  /**
   * Carries out a request of a host. If the sender is not a host of the room, the refusal does not say what else is
   * wrong with the request.
   *
   * @param shown the proof that the sender is a host: HOST_KEY, an invitation for hosts, or the token of a participant
   *   who is a host
   * @returns the answer to `invite` or `list_waiting`, and nothing for the other actions
   */
  act(
    shown: Shown,
    address: string,
    asked: Granted<HostRequest>,
  ): Promise<Granted<InvitationAnswer | WaitingAnswer | undefined>>;
  /**
   * Checks the participant about whom LiveKit reports that they have joined; other events are ignored.
   *
   * @returns whether the check succeeded. LiveKit sends an event again if the answer was no success (1.13.5: five
   *   tries)
   */
  joined(event: WebhookEvent): Promise<boolean>;
}

/** Actions after which some participants may not enter any more with a token that they already have. */
const closing: ReadonlySet<HostAction> = new Set(['remove', 'lock', 'set_waiting_room']);

/** Longest duration, in hours, of invitations by a host who was appointed by another host. */
const mostHoursByToken = 24;

/**
 * Limit for the requests of a host, as a multiple of the limit for guests' requests: a host's page sends 30 a minute
 * while guests wait.
 */
const hostShare = 5;

const noHost: Refused = { code: 'not_host', message: 'Only a host of this room may do this.' };

const livekitFailed: Refused = {
  code: 'livekit_failed',
  message: 'LiveKit did not do it. The log of the token handler tells why.',
};

/** Why a revoked invitation is refused. */
export const revoked: Refused = { code: 'invitation_ended', message: 'This invitation was revoked.' };

/** Whether people meet in a room of this name. */
function isForMeetings(room: string): boolean {
  return !isCheckRoom(room) && !isWaitingRoom(room) && !isStandingRoom(room);
}

function tooMany(retryAfterSeconds: number): Refused {
  return { code: 'rate_limited', message: 'Too many requests of this sender.', retryAfterSeconds };
}

/**
 * Names the sender of a request for the limit of requests. Several hosts may have the same key or invitation, so these
 * are counted for each address.
 */
function senderOf(shown: Shown, address: string): string {
  if (shown.is === 'token') return `${shown.identity} ${shown.room}`;
  const room = shown.is === 'invitation' ? ` ${shown.room}` : '';
  return `${shown.is} ${addressKey(address)}${room}`;
}

export function createHosting({
  config,
  live,
  states,
  waiting,
  lobby,
  createLimit,
  refuseBearer,
  onFailure,
}: HostingParts): Hosting {
  const settle = settler(live, states);
  const actAsHost = hostActor(live, states, settle, config.guestRole);
  const sweep = sweeper(live, states, (error) =>
    onFailure(error, 'LiveKit did not put out a guest who may not be in the room'),
  );
  void takeOver();
  const signsInvitations = invitationKey(config.keys.apiSecret, config.invitationKey);

  // Hosts are counted by who they are, and other senders by their address. So nobody uses up the limit of a host behind
  // the same address.
  const hostRequests = createLimit('host-requests', config.rateLimitPerMinute * hostShare);
  const noHosts = createLimit('no-hosts', config.rateLimitPerMinute);
  // However many requests arrive, LiveKit is asked one at a time for each room.
  const look = shareNext(
    async (room: string) => await Promise.all([live.participants(room), states.load(room)] as const),
  );

  /** Takes over what another handler did, which may have ended. */
  async function takeOver(): Promise<void> {
    const rooms = await roomsAtStart(live, (error) =>
      onFailure(error, 'LiveKit did not say which rooms exist'),
    );
    sweep.takeOver(rooms);
    if (config.connectInLobby) lobby.takeOver(rooms.map(({ name }) => name).filter(isForMeetings));
  }

  /**
   * Finds out whether the sender of a request is a host of this room. For a key or an invitation the caller has checked
   * already that its role is host.
   *
   * @returns `undefined` if they are no host; otherwise everybody in the room, if LiveKit had to be asked
   */
  async function findHost(shown: Shown, room: string): Promise<{ people?: ParticipantInfo[] } | undefined> {
    if (!isForMeetings(room)) return undefined;
    if (shown.is === 'key') return {};
    if (shown.is === 'invitation') return shown.room === room ? {} : undefined;
    if (shown.is !== 'token' || shown.room !== room) return undefined;
    // LiveKit is asked for the role, because it may have changed since the participant's token was made. A removed host
    // who comes back with an old token is in the room until the handler removes them again, and may do nothing there.
    const [people, state] = await look(room);
    const them = people.find(({ identity }) => identity === shown.identity);
    if (them === undefined || isKeptOut(them, state)) return undefined;
    return roleIn(state, them.identity, roleOf(them.permission)) === 'host' ? { people } : undefined;
  }

  async function refuseNoHost(address: string): Promise<{ ok: false; refused: Refused }> {
    const retryAfterSeconds = await noHosts.count(address);
    return { ok: false, refused: retryAfterSeconds === undefined ? noHost : tooMany(retryAfterSeconds) };
  }

  /**
   * Makes an invitation. No host can pass on more than they have, or for longer: a host whom another host appointed may
   * lose the role at any moment.
   */
  function invite(
    shown: Shown,
    { room, newRoom, role, hours, name }: HostRequest,
  ): Granted<InvitationAnswer> {
    if (shown.is === 'token' && role === 'host') {
      return refused('not_host', 'HOST_KEY or an invitation for hosts is needed to invite hosts.');
    }
    const mostHours = shown.is === 'token' ? mostHoursByToken : Infinity;
    const into = newRoom ? `room-${randomBytes(12).toString('base64url')}` : room;
    const wantedEnd = endAfter(Math.min(hours, mostHours));
    const endsAt = shown.is === 'invitation' ? Math.min(wantedEnd, shown.endsAt) : wantedEnd;
    const id = invitationId();
    // Whoever revokes an invitation also revokes those that were made with it.
    const ids = shown.is === 'invitation' ? [id, ...(shown.ids ?? [])] : [id];
    const invitation = signInvitation(
      { room: into, role, endsAt, ids, ...(name !== undefined && { name }) },
      signsInvitations,
    );
    return granted({
      invitation,
      invitation_id: id,
      room_name: into,
      ends_at: new Date(endsAt * 1000).toISOString(),
      may_revoke: shown.is === 'key',
    });
  }

  return {
    async act(shown, address, asked) {
      if (shown.is === 'nothing' || shown.is === 'wrong' || shown.is === 'ended') {
        return { ok: false, refused: await refuseBearer(address, shown) };
      }
      if ((shown.is === 'key' || shown.is === 'invitation') && shown.role !== 'host') {
        return await refuseNoHost(address);
      }
      const retryAfterSeconds = await hostRequests.count(senderOf(shown, address));
      if (retryAfterSeconds !== undefined) return { ok: false, refused: tooMany(retryAfterSeconds) };
      if (!asked.ok) return asked;
      const { action, room } = asked.value;
      try {
        if (shown.is === 'invitation' && (await states.isRevoked(shown.ids ?? []))) {
          return { ok: false, refused: revoked };
        }
        const host = await findHost(shown, room);
        if (host === undefined) return await refuseNoHost(address);
        if (action === 'invite') return invite(shown, asked.value);
        if (action === 'revoke') {
          // The list is one for all rooms, so it is not for hosts who were only appointed in one of them.
          if (shown.is !== 'key') return refused('not_host', 'HOST_KEY is needed to revoke an invitation.');
          if (await states.revoke(asked.value.invitation)) return granted(undefined);
          return refused('list_full', 'Too many invitations were revoked. Change INVITATION_KEY.');
        }
        // Begun before the action, because LiveKit may fail when the room is already closed. The first check is later.
        if (closing.has(action)) sweep.begin(room);
        const acted = isWaitingAction(action)
          ? await waiting.act({ ...asked.value, action })
          : await actAsHost({ ...asked.value, action }, host.people);
        // `list_full` means that a list in the room's state has no place left. The room may be closed, or the guest
        // removed, nevertheless, so the steps below follow as after a success.
        if (!acted.ok && acted.refused.code !== 'list_full') return acted;
        await waiting.follow(action, room);
        return acted;
      } catch (error) {
        onFailure(error, 'LiveKit did not do what a host asked for');
        return { ok: false, refused: livekitFailed };
      }
    },

    async joined({ event, room, participant }) {
      if (event !== 'participant_joined' || room === undefined || participant === undefined) return true;
      if (isCheckRoom(room.name)) return true;
      try {
        if (isWaitingRoom(room.name)) {
          await waiting.joined(participant);
          return true;
        }
        const state = await states.reported(room);
        await checkJoined(live, settle, { room: room.name, state, participant });
        lobby.joined(room.name, participant);
        return true;
      } catch (error) {
        onFailure(error, 'LiveKit did not put out a guest who may not be in the room');
        return false;
      }
    },
  };
}
