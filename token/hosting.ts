import { randomBytes } from 'node:crypto';
import type { WebhookEvent } from 'livekit-server-sdk';
import type { HostAction, InvitationAnswer, WaitingAnswer } from '../common/contract.ts';
import { checkJoined, isKeptOut } from './admission.ts';
import type { RefuseBearer, Shown } from './checkKey.ts';
import { isCheckRoom } from './checkRoom.ts';
import { isWaitingAction, type Waiting } from './waiting.ts';
import { isStandingRoom } from './standingRoom.ts';
import { isWaitingRoom } from './waitingRoom.ts';
import type { Config } from './config.ts';
import { hostActor } from './hostActions.ts';
import { endAfter, invitationKey, signInvitation } from './invitation.ts';
import type { Lobby } from './lobby.ts';
import type { LiveRooms } from './liveRooms.ts';
import type { HostRequest } from './readHostRequest.ts';
import { granted, refused, type Granted, type Refused } from './refusal.ts';
import { roleOf } from './roles.ts';
import { roleIn } from './roomState.ts';
import type { RoomStates } from './roomStates.ts';
import { sweeper } from './sweep.ts';
import { settler } from './settle.ts';

interface HostingParts {
  config: Config;
  live: LiveRooms;
  states: RoomStates;
  waiting: Waiting;
  lobby: Lobby;
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

const noHost: Refused = { code: 'not_host', message: 'Only a host of this room may do this.' };

const livekitFailed: Refused = {
  code: 'livekit_failed',
  message: 'LiveKit did not do it. The log of the token handler tells why.',
};

export function createHosting({
  config,
  live,
  states,
  waiting,
  lobby,
  refuseBearer,
  onFailure,
}: HostingParts): Hosting {
  const settle = settler(live, states);
  const actAsHost = hostActor(live, states, settle, config.guestRole);
  const sweep = sweeper(live, states, (error) =>
    onFailure(error, 'LiveKit did not put out a guest who may not be in the room'),
  );
  const signsInvitations = invitationKey(config.keys.apiSecret, config.invitationKey);

  /**
   * Whether the sender of a request is a host of this room. For a key or an invitation the caller has checked already
   * that its role is host.
   */
  async function isHost(shown: Shown, room: string): Promise<boolean> {
    if (isCheckRoom(room) || isWaitingRoom(room) || isStandingRoom(room)) return false;
    if (shown.is === 'key') return true;
    if (shown.is === 'invitation') return shown.room === room;
    if (shown.is !== 'token' || shown.room !== room) return false;
    // LiveKit is asked for the role, because it may have changed since the participant's token was made. A removed host
    // who comes back with an old token is in the room until the handler removes them again, and may do nothing there.
    const [everybody, state] = await Promise.all([live.participants(room), states.load(room)]);
    const them = everybody.find(({ identity }) => identity === shown.identity);
    if (them === undefined || isKeptOut(them, state)) return false;
    return roleIn(state, them.identity, roleOf(them.permission)) === 'host';
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
    const invitation = signInvitation(
      { room: into, role, endsAt, ...(name !== undefined && { name }) },
      signsInvitations,
    );
    return granted({ invitation, room_name: into, ends_at: new Date(endsAt * 1000).toISOString() });
  }

  return {
    async act(shown, address, asked) {
      if (shown.is === 'nothing' || shown.is === 'wrong' || shown.is === 'ended') {
        return { ok: false, refused: await refuseBearer(address, shown) };
      }
      if ((shown.is === 'key' || shown.is === 'invitation') && shown.role !== 'host') {
        return { ok: false, refused: noHost };
      }
      if (!asked.ok) return asked;
      const { action, room } = asked.value;
      try {
        if (!(await isHost(shown, room))) return { ok: false, refused: noHost };
        if (action === 'invite') return invite(shown, asked.value);
        const acted = isWaitingAction(action)
          ? await waiting.act({ ...asked.value, action })
          : await actAsHost({ ...asked.value, action });
        // `list_full` means that a list in the room's state has no place left. The room may be closed, or the guest
        // removed, nevertheless, so the steps below follow as after a success.
        if (!acted.ok && acted.refused.code !== 'list_full') return acted;
        await waiting.follow(action, room);
        if (closing.has(action)) sweep.begin(room);
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
