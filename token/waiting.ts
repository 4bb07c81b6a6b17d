import type { ParticipantInfo } from 'livekit-server-sdk';
import {
  knockAttribute,
  mostWaiting,
  ticketAttribute,
  type HostAction,
  type Role,
  type WaitingAnswer,
} from '../common/contract.ts';
import { cleanName } from '../common/cleanName.ts';
import type { Config } from './config.ts';
import type { IsFull } from './fullness.ts';
import { invitationKey, signInvitation } from './invitation.ts';
import { unlessGone, type LiveRooms } from './liveRooms.ts';
import type { MintToken } from './mintToken.ts';
import type { HostRequest } from './readHostRequest.ts';
import { granted, refused, type Granted } from './refusal.ts';
import { allowing, shortId } from './roomState.ts';
import type { RoomStates } from './roomStates.ts';
import { waitingRoomOf } from './waitingRoom.ts';

/**
 * Guests who wait until a host admits them. They are hidden participants without any right in the waiting room
 * (`waitingRoom.ts`), so LiveKit itself knows who waits, on all nodes, and a closed tab ends the wait.
 */
export interface Waiting {
  /**
   * Makes the token with which a guest waits. It has no effect until the guest connects with it.
   *
   * Refused with `waiting_room_full`.
   */
  knock(guest: Knock): Promise<Granted<string>>;
  /** Carries out a host's request. The caller has checked that it is a host of this room. */
  act(request: HostRequest & { action: WaitingAction }): Promise<Granted<WaitingAnswer | undefined>>;
  /** Lets in or sends away those who wait, after a host has changed how newcomers get in. */
  follow(action: HostAction, room: string): Promise<void>;
}

/** A guest who has to wait. */
interface Knock {
  room: string;
  /** The identity that the guest will have in the room. */
  identity: string;
  name?: string | undefined;
  /** The role that the guest will have in the room. */
  role: Role;
}

const waitingActions = ['set_waiting_room', 'list_waiting', 'admit', 'refuse'] as const;

export type WaitingAction = (typeof waitingActions)[number];

export function isWaitingAction(action: HostAction): action is WaitingAction {
  return waitingActions.some((known) => known === action);
}

/** How long an admitted guest may come back without asking again. */
const ticketSeconds = 24 * 60 * 60;

/** Attribute with the role of a waiting guest. Only the server can set it, and the waiting guest sees no other's. */
const roleAttribute = 'first-room.role';

interface WaitingParts {
  config: Pick<Config, 'keys' | 'invitationKey'>;
  live: Pick<LiveRooms, 'participants' | 'setAttributes' | 'remove' | 'end'>;
  states: RoomStates;
  mintToken: MintToken;
  isFull: IsFull;
}

/** Every function rejects when LiveKit does not answer. */
export function createWaiting({ config, live, states, mintToken, isFull }: WaitingParts): Waiting {
  const { apiSecret } = config.keys;
  const signsTickets = invitationKey(apiSecret, config.invitationKey);
  const waitingRoom = (room: string) => waitingRoomOf(room, apiSecret);

  /** Those who wait, the longest first. Those who were admitted leave when their page has joined the room. */
  async function waitingFor(room: string): Promise<ParticipantInfo[]> {
    const [everybody, { removed }] = await Promise.all([
      live.participants(waitingRoom(room)),
      states.read(room),
    ]);
    return everybody
      .filter(
        ({ identity, attributes }) => !attributes[ticketAttribute] && !removed.includes(shortId(identity)),
      )
      .toSorted((one, other) => Number(one.joinedAtMs - other.joinedAtMs))
      .slice(0, mostWaiting);
  }

  async function list(room: string): Promise<WaitingAnswer> {
    const guests = await waitingFor(room);
    const untold = guests.filter(({ attributes }) => !attributes[knockAttribute]);
    await Promise.all(
      untold.map(({ identity }) =>
        unlessGone(live.setAttributes(waitingRoom(room), identity, { [knockAttribute]: 'told' })),
      ),
    );
    return {
      waiting: guests.map(({ identity, name, joinedAtMs }) => ({
        participant_identity: identity,
        participant_name: cleanName(name),
        since: new Date(Number(joinedAtMs)).toISOString(),
      })),
    };
  }

  function ticketFor(room: string, { identity, attributes }: ParticipantInfo): string {
    return signInvitation(
      {
        room,
        role: attributes[roleAttribute] === 'listener' ? 'listener' : 'speaker',
        endsAt: Math.floor(Date.now() / 1000) + ticketSeconds,
        guest: identity,
      },
      signsTickets,
    );
  }

  async function admit(room: string, guests: readonly ParticipantInfo[]): Promise<void> {
    if (guests.length === 0) return;
    // First the list: LiveKit reports who has joined together with it. In a room without anybody the ticket is enough.
    await states.change(room, (before) => (before.entry === 'open' ? before : allowing(before, guests)));
    await Promise.all(
      guests.map((guest) =>
        unlessGone(
          live.setAttributes(waitingRoom(room), guest.identity, {
            [ticketAttribute]: ticketFor(room, guest),
          }),
        ),
      ),
    );
  }

  async function turn(room: string, on: boolean): Promise<Granted<undefined>> {
    const inside = await live.participants(room);
    const state = await states.change(room, (before) => {
      if (on) return { ...allowing(before, inside), entry: 'knock' };
      return before.entry === 'knock' ? { ...before, entry: 'open', allowed: [] } : before;
    });
    if (state === undefined) return refused('room_empty', 'Nobody is in this room.');
    if (state.entry === 'open') await admit(room, await waitingFor(room));
    return granted(undefined);
  }

  return {
    async knock({ room, identity, name, role }) {
      const place = waitingRoom(room);
      if (await isFull(place, mostWaiting)) {
        return refused('waiting_room_full', `${String(mostWaiting)} people wait already.`);
      }
      return granted(
        mintToken({
          room: place,
          identity,
          ...(name !== undefined && { name }),
          attributes: { [roleAttribute]: role },
        }),
      );
    },

    async act({ room, action, identities, on }) {
      if (action === 'list_waiting') return granted(await list(room));
      if (action === 'set_waiting_room') return await turn(room, on);
      const guests = (await waitingFor(room)).filter(({ identity }) => identities.includes(identity));
      if (guests.length === 0) return refused('participant_not_found', 'This guest does not wait.');
      if (action === 'admit') await admit(room, guests);
      else {
        await Promise.all(guests.map(({ identity }) => unlessGone(live.remove(waitingRoom(room), identity))));
      }
      return granted(undefined);
    },

    async follow(action, room) {
      if (action === 'unlock') await admit(room, await waitingFor(room));
      // Their pages ask for a token again, and learn why they can not wait any longer.
      if (action === 'lock' || action === 'end') await unlessGone(live.end(waitingRoom(room)));
    },
  };
}
