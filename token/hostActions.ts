import { randomBytes } from 'node:crypto';
import { TrackSource, TrackType, type ParticipantInfo, type TrackInfo } from 'livekit-server-sdk';
import { askAttribute, handAttribute, type HostAction, type Role } from '../common/contract.ts';
import { closeRoom } from './closeRoom.ts';
import { isInLobby } from './lobby.ts';
import { unlessGone, type LiveRooms } from './liveRooms.ts';
import type { HostRequest } from './readHostRequest.ts';
import { granted, refused, type Granted } from './refusal.ts';
import {
  allowing,
  excluding,
  including,
  isRemoved,
  most,
  permissionIn,
  roleIn,
  shortId,
  withoutRole,
  withRole,
  type RoomState,
} from './roomState.ts';
import type { RoomStates } from './roomStates.ts';
import { roleOf, without } from './roles.ts';
import { isMachine, type Settle } from './settle.ts';
import type { WaitingAction } from './waiting.ts';

/**
 * The actions that change something in a room. `invite` does not (`hosting.ts`), and others concern guests who wait
 * (`waiting.ts`).
 */
type RoomAction = Exclude<HostAction, 'invite' | 'revoke' | WaitingAction>;

/**
 * Carries out what a host asks for. The caller has checked that the request comes from a host of this room.
 *
 * A participant gets no message about what is done to them: their page sees its muted track, its new permission, its
 * lowered hand or the end of its connection, and other guests can forge none of these.
 */
export type ActAsHost = (
  request: HostRequest & { action: RoomAction },
  /** Everybody in the room, if the caller has just asked LiveKit for them. */
  people?: readonly ParticipantInfo[],
) => Promise<Granted<undefined>>;

type Change = (state: RoomState) => Granted<RoomState>;

const done = granted(undefined);

/**
 * Creates the function that carries out hosts' requests. That function rejects when LiveKit does not answer.
 *
 * An action that concerns permissions changes the state of the room first, and then lets `settle` set the permissions.
 *
 * @param guestRole the role of guests about whom no host has decided anything
 */
export function hostActor(live: LiveRooms, states: RoomStates, settle: Settle, guestRole: Role): ActAsHost {
  async function change(room: string, by: Change): Promise<Granted<RoomState>> {
    let last: Granted<RoomState> = roomEmpty;
    const state = await states.change(room, (before) => {
      last = by(before);
      return last.ok ? last.value : before;
    });
    if (state === undefined) return roomEmpty;
    return last.ok ? granted(state) : last;
  }

  async function settleOne(room: string, identity: string): Promise<void> {
    await settle(room, (participant) => participant.identity === identity);
  }

  /** Those in the room who are not hosts. */
  async function guestsAmong(
    room: string,
    people: Promise<readonly ParticipantInfo[]>,
  ): Promise<ParticipantInfo[]> {
    const [everybody, state] = await Promise.all([people, states.read(room)]);
    return everybody.filter((participant) => isGuest(participant, state));
  }

  async function mute(room: string, { identity }: ParticipantInfo, tracks: TrackInfo[]): Promise<void> {
    await Promise.all(
      tracks.filter(({ muted }) => !muted).map((track) => unlessGone(live.mute(room, identity, track.sid))),
    );
  }

  async function lowerHand(room: string, { identity, attributes }: ParticipantInfo): Promise<void> {
    if (attributes[handAttribute])
      await unlessGone(live.setAttributes(room, identity, { [handAttribute]: '' }));
  }

  /**
   * Takes back the permission to unmute that a host gave with a request, if the rules forbid guests to unmute by
   * themselves.
   */
  async function takeBackAsking(room: string, muted: readonly ParticipantInfo[]): Promise<void> {
    const identities = muted.map(({ identity }) => identity);
    const ids = identities.map(shortId);
    const state = await states.change(room, (before) => withoutAsked(before, ids));
    if (state?.rules.unmute === false) await settle(room, ({ identity }) => identities.includes(identity));
  }

  /** Actions on one participant, who must be in the room. */
  const onOne: Partial<
    Record<RoomAction, (request: HostRequest, them: ParticipantInfo) => Promise<Granted<unknown>>>
  > = {
    async mute({ room }, them) {
      await mute(room, them, voicesOf(them));
      await takeBackAsking(room, [them]);
      return done;
    },
    async stop_camera({ room }, them) {
      await mute(room, them, camerasOf(them));
      return done;
    },
    async stop_screen_share({ room, identity }, them) {
      // A new permission would take away from a recorder or an agent what marks it as one.
      if (isMachine(them)) {
        await mute(room, them, screensOf(them));
        return done;
      }
      // A muted shared screen would stay on the stage. So the guest loses the permission for the source, upon which
      // LiveKit ends its tracks.
      const whole = permissionIn(await states.load(room), identity, roleOf(them.permission));
      const screen = [TrackSource.SCREEN_SHARE, TrackSource.SCREEN_SHARE_AUDIO];
      await unlessGone(live.permit(room, identity, without(whole, screen)));
      await settleOne(room, identity);
      return done;
    },
    async ask_to_unmute({ room, identity }) {
      const state = await change(room, (before) => withAsked(before, shortId(identity)));
      if (!state.ok) return state;
      if (!state.value.rules.unmute) await settleOne(room, identity);
      const asking = `unmute ${randomBytes(4).toString('hex')}`;
      await unlessGone(live.setAttributes(room, identity, { [askAttribute]: asking }));
      return done;
    },
    async lower_hand({ room }, them) {
      await lowerHand(room, them);
      return done;
    },
  };

  return async (request, people) => {
    const { room, action, identity } = request;
    const everybody = async () => people ?? (await live.participants(room));
    const id = shortId(identity);
    const act = onOne[action];
    if (act !== undefined) {
      const them = (await everybody()).find((participant) => participant.identity === identity);
      // A guest in the lobby is not in the room yet.
      if (them === undefined || isInLobby(them))
        return refused('participant_not_found', 'This participant is not in the room.');
      const acted = await act(request, them);
      return acted.ok ? done : acted;
    }
    switch (action) {
      case 'set_role': {
        const state = await change(room, (before) => {
          const after = withRole(lettingIn(before, identity), identity, request.role, guestRole);
          return after === undefined
            ? listFull('Hosts have given too many roles in this room.')
            : granted(after);
        });
        if (!state.ok) return state;
        await settleOne(room, identity);
        return done;
      }
      case 'remove': {
        // The participant is removed at once. The list of removed participants keeps them out afterwards, also those
        // who come back with a token that they still have.
        const [state] = await Promise.all([
          change(room, (before) => {
            const others = excluding(before.removed, id);
            return granted({
              ...before,
              removed: others.length < most.removed ? [...others, id] : others,
              allowed: excluding(before.allowed, id),
              asked: excluding(before.asked, id),
              roles: withoutRole(before.roles, id),
            });
          }),
          unlessGone(live.remove(room, identity)),
        ]);
        if (!state.ok) return state;
        await unlessGone(live.remove(room, identity));
        if (state.value.removed.includes(id)) return done;
        return listFull('The guest is out, but too many were removed to keep this one out. Lock the room.');
      }
      case 'let_back_in': {
        const state = await change(room, (before) =>
          granted(isRemoved(before, identity) ? lettingIn(before, identity) : before),
        );
        return state.ok ? done : state;
      }
      case 'mute_all': {
        const guests = await guestsAmong(room, everybody());
        await Promise.all(guests.map((guest) => mute(room, guest, voicesOf(guest))));
        await takeBackAsking(room, guests);
        return done;
      }
      case 'lower_all_hands':
        await Promise.all((await everybody()).map((participant) => lowerHand(room, participant)));
        return done;
      case 'set_rules': {
        const state = await change(room, (before) => {
          const rules = { ...before.rules, ...request.rules };
          return granted({ ...before, rules, asked: rules.unmute ? [] : before.asked });
        });
        if (!state.ok) return state;
        await settle(room, isGuest);
        return done;
      }
      case 'lock':
        return await closeRoom(live, states, room, 'locked');
      case 'unlock': {
        // A waiting room that was on before the room was locked is on again.
        const state = await change(room, (before) => {
          if (before.entry !== 'locked') return granted(before);
          return granted(
            before.entryBefore === 'knock'
              ? { ...before, entry: 'knock' }
              : { ...before, entry: 'open', allowed: [] },
          );
        });
        return state.ok ? done : state;
      }
      case 'end':
        await unlessGone(live.end(room));
        states.forget(room);
        return done;
      default:
        throw new Error(`The action ${action} needs a participant.`);
    }
  };
}

const roomEmpty = refused('room_empty', 'Nobody is in this room.');

function listFull(message: string) {
  return refused('list_full', message);
}

/**
 * The state in which a removed guest may come in again. While the room is closed the guest is put on the list of allowed
 * guests. That is also needed for a host who gets another role: they may have entered without being on the list, and
 * would be kept out later as a speaker.
 */
function lettingIn(state: RoomState, identity: string): RoomState {
  const back = { ...state, removed: excluding(state.removed, shortId(identity)) };
  return state.entry === 'open' ? back : allowing(back, [{ identity }]);
}

/**
 * The tracks in which a participant can be heard: every sound except that of a screen which they share. A client may
 * publish its microphone under another source.
 */
function voicesOf({ tracks }: ParticipantInfo): TrackInfo[] {
  const isShared = tracks.some(
    ({ type, source }) => type === TrackType.VIDEO && source === TrackSource.SCREEN_SHARE,
  );
  return tracks.filter(
    ({ type, source }) =>
      type === TrackType.AUDIO && !(isShared && source === TrackSource.SCREEN_SHARE_AUDIO),
  );
}

/** The tracks in which a participant can be seen: every video except that of a shared screen. */
function camerasOf({ tracks }: ParticipantInfo): TrackInfo[] {
  return tracks.filter(({ type, source }) => type === TrackType.VIDEO && source !== TrackSource.SCREEN_SHARE);
}

function screensOf({ tracks }: ParticipantInfo): TrackInfo[] {
  return tracks.filter(
    ({ source }) => source === TrackSource.SCREEN_SHARE || source === TrackSource.SCREEN_SHARE_AUDIO,
  );
}

function isGuest(participant: ParticipantInfo, state: RoomState): boolean {
  const { identity, permission } = participant;
  return !isMachine(participant) && roleIn(state, identity, roleOf(permission)) !== 'host';
}

/**
 * The state after a host has asked a guest to unmute. If the rules let guests unmute by themselves, the list of guests
 * who were asked (`asked`) need not contain this one.
 */
function withAsked(state: RoomState, id: string): Granted<RoomState> {
  if (state.rules.unmute || state.asked.includes(id)) return granted(state);
  if (state.asked.length >= most.asked)
    return listFull('Too many guests were asked to unmute. Mute some again.');
  return granted({ ...state, asked: including(state.asked, id) });
}

function withoutAsked(state: RoomState, ids: readonly string[]): RoomState {
  const asked = state.asked.filter((id) => !ids.includes(id));
  return asked.length === state.asked.length ? state : { ...state, asked };
}
