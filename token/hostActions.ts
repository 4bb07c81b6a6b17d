import { randomBytes } from 'node:crypto';
import { TrackSource, type ParticipantInfo } from 'livekit-server-sdk';
import { askAttribute, handAttribute, type HostAction } from '../common/contract.ts';
import { unlessGone, type LiveRooms } from './liveRooms.ts';
import type { HostRequest } from './readHostRequest.ts';
import { granted, refused, type Granted } from './refusal.ts';
import { excluding, including, shortId, withoutRole, type RoomState } from './roomState.ts';
import type { RoomStates } from './roomStates.ts';
import { asPermission, permissionOf, roleOf, without, type Rules } from './roles.ts';

/** The actions in a room. `invite` changes nothing there (`hosting.ts`). */
type RoomAction = Exclude<HostAction, 'invite'>;

/**
 * Carries out what a host asks for. The caller has checked that it is a host of this room.
 *
 * What is done to a participant needs no message of its own: the participant's page sees its muted track, its new
 * permission, its lowered hand or the end of its connection, and none of these can be forged by other guests.
 */
export type ActAsHost = (request: HostRequest & { action: RoomAction }) => Promise<Granted<undefined>>;

type Change = (state: RoomState) => RoomState;

const done = granted(undefined);

/** Creates the function that carries out hosts' requests. It rejects when LiveKit does not answer. */
export function hostActor(live: LiveRooms, states: RoomStates): ActAsHost {
  async function change(room: string, by: Change): Promise<Granted<RoomState>> {
    const state = await states.change(room, by);
    return state === undefined ? refused('room_empty', 'Nobody is in this room.') : granted(state);
  }

  /** For actions that only change the state of the room, and nothing in LiveKit's participants. */
  async function decide(room: string, by: Change): Promise<Granted<undefined>> {
    const state = await change(room, by);
    return state.ok ? done : state;
  }

  /** Everybody in the room who is not a host; without recorders and agents, whose permissions are not ours to change. */
  async function guestsIn(room: string): Promise<ParticipantInfo[]> {
    return (await live.participants(room)).filter(
      ({ permission }) =>
        roleOf(permission) !== 'host' && !permission?.hidden && !permission?.recorder && !permission?.agent,
    );
  }

  async function mute(room: string, participant: ParticipantInfo, source: TrackSource): Promise<void> {
    await Promise.all(
      participant.tracks
        .filter((track) => track.source === source && !track.muted)
        .map((track) => unlessGone(live.mute(room, participant.identity, track.sid))),
    );
  }

  async function muteMicrophone(
    room: string,
    participant: ParticipantInfo,
    { unmute }: Rules,
  ): Promise<void> {
    await mute(room, participant, TrackSource.MICROPHONE);
    const { permission } = participant;
    // Where guests may not unmute by themselves, one who was asked to may no longer.
    if (unmute || permission === undefined || roleOf(permission) !== 'speaker') return;
    await unlessGone(live.permit(room, participant.identity, without(permission, [TrackSource.MICROPHONE])));
  }

  async function lowerHand(room: string, { identity, attributes }: ParticipantInfo): Promise<void> {
    if (attributes[handAttribute])
      await unlessGone(live.setAttributes(room, identity, { [handAttribute]: '' }));
  }

  async function permitAll(room: string, rules: Rules): Promise<void> {
    const guests = await guestsIn(room);
    await Promise.all(
      guests.map(({ identity, permission }) =>
        unlessGone(live.permit(room, identity, permissionOf(roleOf(permission), rules))),
      ),
    );
  }

  /** Actions on one participant, who must be in the room. */
  const onOne: Partial<Record<RoomAction, (request: HostRequest, them: ParticipantInfo) => Promise<void>>> = {
    async mute({ room }, them) {
      await muteMicrophone(room, them, (await states.read(room)).rules);
    },
    stop_camera: ({ room }, them) => mute(room, them, TrackSource.CAMERA),
    async stop_screen_share({ room, identity }, { permission }) {
      if (permission === undefined) return;
      // A muted screen would stay on the stage; LiveKit ends the tracks of a source that is no longer permitted.
      const whole = asPermission(permission);
      await live.permit(
        room,
        identity,
        without(whole, [TrackSource.SCREEN_SHARE, TrackSource.SCREEN_SHARE_AUDIO]),
      );
      await live.permit(room, identity, whole);
    },
    async ask_to_unmute({ room, identity }, { permission }) {
      if (roleOf(permission) === 'speaker') {
        const { rules } = await states.read(room);
        await live.permit(room, identity, permissionOf('speaker', { ...rules, unmute: true }));
      }
      await live.setAttributes(room, identity, {
        [askAttribute]: `unmute ${randomBytes(4).toString('hex')}`,
      });
    },
    lower_hand: ({ room }, them) => lowerHand(room, them),
  };

  return async (request) => {
    const { room, action, identity } = request;
    const id = shortId(identity);
    const act = onOne[action];
    if (act !== undefined) {
      const them = (await live.participants(room)).find((participant) => participant.identity === identity);
      if (them === undefined) return refused('participant_not_found', 'This participant is not in the room.');
      await act(request, them);
      return done;
    }
    switch (action) {
      case 'set_role': {
        const state = await change(room, (before) => ({
          ...before,
          roles: { ...withoutRole(before.roles, id), [id]: request.role },
        }));
        if (!state.ok) return state;
        await unlessGone(live.permit(room, identity, permissionOf(request.role, state.value.rules)));
        return done;
      }
      case 'remove': {
        // Out at once. The list keeps them out afterwards, also those who come back with a token that they still have.
        const [state] = await Promise.all([
          change(room, (before) => ({
            ...before,
            removed: including(before.removed, id),
            allowed: excluding(before.allowed, id),
            roles: withoutRole(before.roles, id),
          })),
          unlessGone(live.remove(room, identity)),
        ]);
        if (!state.ok) return state;
        await unlessGone(live.remove(room, identity));
        return done;
      }
      case 'mute_all': {
        const [guests, { rules }] = await Promise.all([guestsIn(room), states.read(room)]);
        await Promise.all(guests.map((guest) => muteMicrophone(room, guest, rules)));
        return done;
      }
      case 'lower_all_hands':
        await Promise.all((await live.participants(room)).map((participant) => lowerHand(room, participant)));
        return done;
      case 'set_rules': {
        const state = await change(room, (before) => ({
          ...before,
          rules: { ...before.rules, ...request.rules },
        }));
        if (!state.ok) return state;
        await permitAll(room, state.value.rules);
        return done;
      }
      case 'lock': {
        const inside = (await live.participants(room)).map((participant) => shortId(participant.identity));
        return await decide(room, (before) => ({
          ...before,
          entry: 'locked',
          allowed: [...before.allowed.filter((known) => !inside.includes(known)), ...inside],
        }));
      }
      case 'unlock':
        return await decide(room, (before) => ({ ...before, entry: 'open', allowed: [] }));
      case 'end':
        await unlessGone(live.end(room));
        return done;
      default:
        throw new Error(`The action ${action} needs a participant.`);
    }
  };
}
