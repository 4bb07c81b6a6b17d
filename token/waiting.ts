import { createHmac } from 'node:crypto';
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
import { addressKey } from './clientAddress.ts';
import { closeRoom } from './closeRoom.ts';
import type { Config } from './config.ts';
import { invitationKey, signInvitation } from './invitation.ts';
import { unlessGone, type LiveRooms } from './liveRooms.ts';
import type { MintToken } from './mintToken.ts';
import type { HostRequest } from './readHostRequest.ts';
import { granted, refused, type Granted } from './refusal.ts';
import { allowing, shortId, whyKeptOut } from './roomState.ts';
import type { RoomStates } from './roomStates.ts';
import { waitingRoomOf } from './waitingRoom.ts';

/**
 * The guests who wait until a host admits them. They are hidden participants without any right in the waiting room
 * (`waitingRoom.ts`), so LiveKit itself knows who waits, on all nodes, and a closed tab ends the wait.
 */
export interface Waiting {
  /**
   * Makes the token for the waiting room. It has no effect until the guest connects with it.
   *
   * Refuses with `waiting_room_full`.
   */
  knock(guest: Knock): Promise<Granted<string>>;
  /** Carries out a host's request. The caller has checked that the request comes from a host of this room. */
  act(request: HostRequest & { action: WaitingAction }): Promise<Granted<WaitingAnswer | undefined>>;
  /** Admits or removes the waiting guests after a host has changed how newcomers get in. */
  follow(action: HostAction, room: string): Promise<void>;
  /**
   * Checks a guest who has just begun to wait: since the guest got the token, a host may have decided something, and
   * somebody may have collected more tokens than may wait behind one address.
   */
  joined(guest: ParticipantInfo): Promise<void>;
}

/** A guest who has to wait. */
interface Knock {
  room: string;
  /** The identity that the guest will have in the room. */
  identity: string;
  name?: string | undefined;
  /** The role that the guest will have in the room. */
  role: Role;
  /** The address of the guest's client. */
  address: string;
  /** The end of the guest's invitation, in seconds since 1970; undefined without one. */
  endsAt: number | undefined;
  /** The ids of the guest's invitation, none without one. */
  invitationIds: readonly string[];
}

const waitingActions = ['set_waiting_room', 'list_waiting', 'admit', 'refuse'] as const;

export type WaitingAction = (typeof waitingActions)[number];

export function isWaitingAction(action: HostAction): action is WaitingAction {
  return waitingActions.some((known) => known === action);
}

/** How long the ticket of an admitted guest is valid, with which the guest may come back without asking again. */
const ticketSeconds = 24 * 60 * 60;

/**
 * How long guests may use the ticket that they get because the room was opened. No host has decided about them, so if the
 * room is closed later they knock again.
 */
const openingSeconds = 60;

/**
 * Limit of guests who wait behind one IPv4 address, or one /64 of IPv6. It is enough for a class in one building, and
 * leaves half of the places to others.
 */
const mostFromOneAddress = mostWaiting / 2;

/**
 * Attributes in which the handler stores facts about a waiting guest: role, room, a hash of the address, and the end and
 * the ids of the invitation. Only the server can set these attributes, and nobody else sees them.
 */
const roleAttribute = 'first-room.role';
const roomAttribute = 'first-room.room';
const fromAttribute = 'first-room.from';
const endsAtAttribute = 'first-room.ends-at';
const invitationAttribute = 'first-room.invitation';

interface WaitingParts {
  config: Pick<Config, 'keys' | 'invitationKey'>;
  live: Pick<LiveRooms, 'participants' | 'setAttributes' | 'remove' | 'end'>;
  states: RoomStates;
  mintToken: MintToken;
}

/** Creates the waiting rooms. Every function rejects when LiveKit does not answer. */
export function createWaiting({ config, live, states, mintToken }: WaitingParts): Waiting {
  const { apiSecret } = config.keys;
  const signsTickets = invitationKey(apiSecret, config.invitationKey);
  const waitingRoom = (room: string) => waitingRoomOf(room, apiSecret);

  /**
   * The guests who wait, the one who has waited for longest first. An admitted guest leaves only when their page has
   * joined the room.
   */
  async function waitingFor(room: string): Promise<ParticipantInfo[]> {
    const [everybody, { removed }] = await Promise.all([everybodyIn(waitingRoom(room)), states.read(room)]);
    return everybody
      .filter(
        ({ identity, attributes }) => !attributes[ticketAttribute] && !removed.includes(shortId(identity)),
      )
      .toSorted(byArrival)
      .slice(0, mostWaiting);
  }

  /**
   * Everybody in a waiting room, after those were removed who are too many behind one address. Clients without media
   * have to be found here, because LiveKit does not report them (1.13.5).
   */
  async function everybodyIn(place: string): Promise<ParticipantInfo[]> {
    const everybody = await live.participants(place);
    const beyond = everybody.filter((guest) => isBeyondLimit(guest, everybody));
    await Promise.all(beyond.map(({ identity }) => unlessGone(live.remove(place, identity))));
    return everybody.filter((guest) => !beyond.includes(guest));
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

  function hashOf(address: string): string {
    return createHmac('sha256', apiSecret).update(`from ${address}`).digest('base64url').slice(0, 8);
  }

  function ticketFor(room: string, guest: ParticipantInfo, seconds: number): string {
    return signInvitation(
      {
        room,
        role: roleOfGuest(guest),
        endsAt: Math.min(Math.floor(Date.now() / 1000) + seconds, endsAtOf(guest)),
        guest: guest.identity,
        ids: (guest.attributes[invitationAttribute] ?? '').split(' ').filter((id) => id !== ''),
      },
      signsTickets,
    );
  }

  async function admit(
    room: string,
    guests: readonly ParticipantInfo[],
    seconds = ticketSeconds,
  ): Promise<void> {
    if (guests.length === 0) return;
    // The guests are added to the room's list of allowed guests before they get their tickets: LiveKit reports that
    // list together with a participant who has joined, and the handler checks them against it. An empty room has no
    // list; there the ticket is enough.
    await states.change(room, (before) => (before.entry === 'open' ? before : allowing(before, guests)));
    await Promise.all(
      guests.map((guest) =>
        unlessGone(
          live.setAttributes(waitingRoom(room), guest.identity, {
            [ticketAttribute]: ticketFor(room, guest, seconds),
          }),
        ),
      ),
    );
  }

  async function turn(room: string, on: boolean): Promise<Granted<undefined>> {
    if (on) return await closeRoom(live, states, room, 'knock');
    const state = await states.change(room, (before) => {
      if (before.entry === 'knock') return { ...before, entry: 'open', allowed: [] };
      return before.entryBefore === 'open' ? before : { ...before, entryBefore: 'open' };
    });
    if (state === undefined) return refused('room_empty', 'Nobody is in this room.');
    if (state.entry === 'open') await admit(room, await waitingFor(room), openingSeconds);
    return granted(undefined);
  }

  return {
    async knock({ room, identity, name, role, address, endsAt, invitationIds }) {
      const place = waitingRoom(room);
      const from = hashOf(addressKey(address));
      const others = (await everybodyIn(place)).filter((guest) => guest.identity !== identity);
      if (others.length >= mostWaiting || others.filter(isFrom(from)).length >= mostFromOneAddress) {
        return refused('waiting_room_full', 'Too many people wait already.');
      }
      return granted(
        mintToken({
          room: place,
          identity,
          ...(name !== undefined && { name }),
          attributes: {
            [roleAttribute]: role,
            [roomAttribute]: room,
            [fromAttribute]: from,
            ...(endsAt !== undefined && { [endsAtAttribute]: String(endsAt) }),
            ...(invitationIds.length > 0 && { [invitationAttribute]: invitationIds.join(' ') }),
          },
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
      if (action === 'unlock' && (await states.load(room)).entry === 'open') {
        await admit(room, await waitingFor(room), openingSeconds);
      }
      // Ends the waiting room. The pages of its guests then ask for a token again, and learn why the guests can no
      // longer wait.
      if (action === 'lock' || action === 'end') await unlessGone(live.end(waitingRoom(room)));
    },

    async joined(guest) {
      const { identity, attributes } = guest;
      const room = attributes[roomAttribute] ?? '';
      const [everybody, state] = await Promise.all([live.participants(waitingRoom(room)), states.load(room)]);
      const reason = whyKeptOut(state, identity, roleOfGuest(guest));
      if (reason === undefined) {
        await admit(room, [guest], state.entry === 'open' ? openingSeconds : ticketSeconds);
      } else if (reason === 'room_locked') await unlessGone(live.end(waitingRoom(room)));
      else if (reason === 'removed' || isBeyondLimit(guest, everybody)) {
        await unlessGone(live.remove(waitingRoom(room), identity));
      }
    },
  };
}

/** The role of a waiting guest. Hosts do not wait, so it is never `host`. */
function roleOfGuest({ attributes }: ParticipantInfo): Role {
  return attributes[roleAttribute] === 'listener' ? 'listener' : 'speaker';
}

/** The end of the invitation with which a guest waits, in seconds since 1970. */
function endsAtOf({ attributes }: ParticipantInfo): number {
  const text = attributes[endsAtAttribute];
  return text ? Number(text) : Infinity;
}

function byArrival(one: ParticipantInfo, other: ParticipantInfo): number {
  return Number(one.joinedAtMs - other.joinedAtMs);
}

function isFrom(hash: string | undefined) {
  return ({ attributes }: ParticipantInfo) => attributes[fromAttribute] === hash;
}

/** Whether as many guests as may wait behind one address have already come from this guest's address. */
function isBeyondLimit({ identity, attributes }: ParticipantInfo, everybody: ParticipantInfo[]): boolean {
  const same = everybody.filter(isFrom(attributes[fromAttribute])).toSorted(byArrival);
  return same.slice(mostFromOneAddress).some((guest) => guest.identity === identity);
}
