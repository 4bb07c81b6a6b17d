import type { ParticipantInfo } from 'livekit-server-sdk';
import { enteredAttribute, type Role } from '../common/contract.ts';
import type { Config } from './config.ts';
import { isNotFound, unlessGone, type LiveRooms } from './liveRooms.ts';
import { lobbyTokenSeconds, tokenSeconds, type MintToken } from './mintToken.ts';
import type { Wish } from './readTokenRequest.ts';
import { granted, refused, type Granted } from './refusal.ts';
import { isSamePermission } from './roles.ts';
import { permissionIn, roleIn, whyKeptOut, type RoomState } from './roomState.ts';
import type { RoomStates } from './roomStates.ts';

/**
 * Guests whose page is connected to LiveKit while they are still in the lobby, so that a click on Join need not wait for
 * the connection. They are hidden participants without any right: nobody in the room learns of them, and they receive
 * no video and no audio. At the click the handler makes them visible.
 */
export interface Lobby {
  /**
   * Makes the token with which a guest's page connects in the lobby.
   *
   * @param people everybody in the room, as LiveKit lists them
   * @returns `undefined` if the page should not connect: nobody sends anything yet, the room has few free places, or
   *   the guest is connected already, in another tab whose connection would end
   */
  tokenFor(guest: Wish & { identity: string }, people: readonly ParticipantInfo[]): string | undefined;
  /**
   * Keeps a guest who asks to enter from being put out for the next 5 s, so that the request in which they enter does not
   * put them out itself.
   */
  enters(room: string, identity: string): void;
  /**
   * Makes a guest visible who is connected in the lobby, with everything that their role permits.
   *
   * Refuses with `removed`, `room_locked` or `knock_required` if a host has decided so at this moment.
   *
   * @param role the role that the guest's key or invitation gives
   * @param room the state with which the caller has checked that the guest may enter, and everybody in the room
   * @returns whether the guest is in the room now; `false` if they are not connected
   */
  enter(
    guest: Wish & { identity: string },
    role: Role,
    room: { state: RoomState; people: readonly ParticipantInfo[] },
  ): Promise<Granted<boolean>>;
  /**
   * Removes the guests in the lobby who have been connected for too long, and all of them when few places are left for
   * people who join. Their pages then join as if they had never been connected.
   */
  tidy(room: string, people: readonly ParticipantInfo[]): Promise<void>;
  /**
   * Removes a guest who has just connected in the lobby if people who join need the place, or if the guest has been
   * there for too long before.
   */
  joined(room: string, guest: ParticipantInfo): void;
  /**
   * Looks for guests in the lobbies of these rooms; for a handler that starts. Another handler may have given them their
   * tokens, and ended.
   */
  takeOver(rooms: readonly string[]): void;
}

/**
 * How long a page may be connected in the lobby; it is disconnected up to `everyMs` later. The app itself disconnects
 * after two minutes.
 */
const longestMs = 135_000;

/**
 * Time between two looks at a room in whose lobby somebody may be. LiveKit's reports are not enough: they may be lost,
 * and LiveKit reports nobody whose media does not connect (1.13.5).
 */
const everyMs = 15_000;

/**
 * How long a room is looked at after a guest got a token for the lobby, or was seen there. LiveKit gives each client that
 * connects another token for ten minutes, and accepts it for a minute longer (1.13.5, roommanager.go and verifier.go).
 */
const watchedMs = (tokenSeconds + 60) * 1000;

/** Share of the places that is filled at most by a guest in the lobby; the rest is for people who join. */
const mostFilled = 3 / 4;

/** Share of the places that must be free for people who join. */
const leastFree = 1 / 8;

/**
 * How long a guest who got a token for the lobby counts as somebody in the room: until the token can't be used any more.
 * LiveKit accepts it for a minute longer than it says (1.13.5, verifier.go).
 */
const connectingMs = (lobbyTokenSeconds + 60) * 1000;

/**
 * How long a guest who has entered is not put out of the lobby. A list of the participants that was requested before may
 * still say that the guest is there; LiveKit answers within 1.5 s or not at all.
 */
const enteredMs = 5000;

/**
 * Attribute of a participant who is in the lobby: the time until which they may be, in ms since 1970. The participant
 * can't change it.
 */
const untilAttribute = 'first-room.lobby';

interface LobbyParts {
  config: Pick<Config, 'maxParticipants'>;
  live: Pick<LiveRooms, 'participants' | 'update' | 'remove'>;
  states: Pick<RoomStates, 'load'>;
  mintToken: MintToken;
  onFailure: (error: unknown) => void;
}

export function createLobby({ config, live, states, mintToken, onFailure }: LobbyParts): Lobby {
  const places = config.maxParticipants;
  /** When guests got a token for the lobby, by room and identity. LiveKit may not list them yet. */
  const given = new Map<string, Map<string, number>>();
  /** Guests who are entering or have just entered, with the timer after which they are forgotten. */
  const entering = new Map<string, NodeJS.Timeout>();
  /** Rooms in whose lobby somebody may be, and until when, by the clock of `performance.now()`. */
  const watchedUntilMs = new Map<string, number>();

  function connecting(room: string, people: readonly ParticipantInfo[]): Map<string, number> {
    const recent = [...(given.get(room) ?? [])].filter(
      ([identity, atMs]) =>
        performance.now() - atMs < connectingMs && !people.some((one) => one.identity === identity),
    );
    if (recent.length === 0) given.delete(room);
    return new Map(recent);
  }

  async function remove(room: string, guests: readonly ParticipantInfo[]): Promise<void> {
    await Promise.all(guests.map(({ identity }) => unlessGone(live.remove(room, identity))));
  }

  /**
   * Removes these guests if they are still in the lobby. LiveKit is asked again, because another handler may have let one
   * of them in since the caller's list was made.
   */
  async function putOut(room: string, guests: readonly ParticipantInfo[]): Promise<void> {
    const isEntering = ({ identity }: ParticipantInfo) => entering.has(keyOf(room, identity));
    const sids = guests.filter((guest) => isInLobby(guest) && !isEntering(guest)).map(({ sid }) => sid);
    if (sids.length === 0) return;
    const now = await live.participants(room);
    await remove(
      room,
      now.filter((guest) => sids.includes(guest.sid) && isInLobby(guest) && !isEntering(guest)),
    );
  }

  function enters(room: string, identity: string): void {
    const key = keyOf(room, identity);
    clearTimeout(entering.get(key));
    entering.set(key, setTimeout(() => entering.delete(key), enteredMs).unref());
  }

  async function tidy(room: string, people: readonly ParticipantInfo[]): Promise<void> {
    const guests = people.filter(isInLobby);
    const isTight = places - placesTaken(people) <= places * leastFree;
    await putOut(
      room,
      guests.filter((guest) => isTight || untilMs(guest) < Date.now()),
    );
  }

  /** Looks at a room from time to time, and puts out the guests who have been in its lobby for too long. */
  function watch(room: string): void {
    const isWatched = watchedUntilMs.has(room);
    watchedUntilMs.set(room, performance.now() + watchedMs);
    if (!isWatched) lookLater(room);
  }

  function lookLater(room: string): void {
    const again = () => {
      if (performance.now() < (watchedUntilMs.get(room) ?? 0)) lookLater(room);
      else watchedUntilMs.delete(room);
    };
    setTimeout(() => void look(room).catch(onFailure).then(again), everyMs).unref();
  }

  async function look(room: string): Promise<void> {
    const people = await live.participants(room);
    if (people.some(isInLobby)) watch(room);
    await tidy(room, people);
  }

  return {
    enters,

    tokenFor(guest, people) {
      const { room, identity } = guest;
      const recent = connecting(room, people).set(identity, performance.now());
      const isRoomy = placesTaken(people) + recent.size <= places * mostFilled;
      const isAnythingSent = people.some((one) => !isInLobby(one) && one.tracks.length > 0);
      const isThere = people.some((one) => one.identity === identity);
      // Without a secret the guest would have another identity when they enter.
      if (guest.secret === undefined) return undefined;
      if (!isRoomy || !isAnythingSent || isThere) return undefined;
      given.set(room, recent);
      watch(room);
      return mintToken({
        room,
        identity,
        isInLobby: true,
        attributes: { [untilAttribute]: String(Date.now() + longestMs) },
      });
    },

    async enter({ room, identity, name, metadata, attributes }, role, { state, people }) {
      const them = people.find((one) => one.identity === identity);
      if (them === undefined || !isInLobby(them)) return granted(false);
      let permission = permissionIn(state, identity, role);
      enters(room, identity);
      try {
        await live.update(room, identity, {
          permission,
          ...(name !== undefined && { name }),
          ...(metadata !== undefined && { metadata }),
          attributes: { ...attributes, [untilAttribute]: '', [enteredAttribute]: String(Date.now()) },
        });
        // LiveKit does not report somebody who becomes visible, so the handler itself checks whether a host has decided
        // something meanwhile, as it does for somebody who has just joined (`admission.ts`).
        for (;;) {
          const now = await states.load(room);
          const reason = whyKeptOut(now, identity, roleIn(now, identity, role));
          if (reason !== undefined) {
            await remove(room, [them]);
            return refused(reason, 'A host has just closed the room to this guest.');
          }
          const wanted = permissionIn(now, identity, role);
          if (isSamePermission(wanted, permission)) return granted(true);
          permission = wanted;
          await live.update(room, identity, { permission, attributes: {} });
        }
      } catch (error) {
        // The guest may have been made visible or not; they join with a new connection, which replaces this one. If they
        // are gone, nothing has failed: another handler has put them out at this moment.
        if (!isNotFound(error)) onFailure(error);
        return granted(false);
      }
    },

    tidy,

    joined(room, guest) {
      if (!isInLobby(guest)) return;
      watch(room);
      const check = async () => {
        const people = await live.participants(room);
        // Tokens of several handlers may have been used at the same moment, and each handler counts its own alone.
        const mustGo = placesTaken(people) > places * mostFilled || untilMs(guest) < Date.now();
        if (mustGo) await putOut(room, [guest]);
      };
      void check().catch(onFailure);
    },

    takeOver(rooms) {
      for (const room of rooms) {
        watch(room);
        void look(room).catch(onFailure);
      }
    },
  };
}

/** Whether this participant is a guest who is still in the lobby. Others do not count them as people in the room. */
export function isInLobby({ permission, attributes }: ParticipantInfo): boolean {
  return permission?.hidden === true && attributes[untilAttribute] !== undefined;
}

/** How many places LiveKit counts as taken: guests in the lobby have one each, recorders and agents none. */
function placesTaken(people: readonly ParticipantInfo[]): number {
  return people.filter(({ permission }) => !permission?.recorder && !permission?.agent).length;
}

function keyOf(room: string, identity: string): string {
  return `${identity} ${room}`;
}

function untilMs({ attributes }: ParticipantInfo): number {
  return Number(attributes[untilAttribute]);
}
