import type { ParticipantInfo } from 'livekit-server-sdk';
import { enteredAttribute, type Role } from '../common/contract.ts';
import type { Config } from './config.ts';
import { unlessGone, type LiveRooms } from './liveRooms.ts';
import { lobbyTokenSeconds, type MintToken } from './mintToken.ts';
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
   * Removes a guest who has just connected in the lobby: at once if people who join need the place, otherwise when the
   * guest has been connected for too long.
   */
  joined(room: string, guest: ParticipantInfo): void;
}

/** How long a page may be connected in the lobby. The app itself disconnects after two minutes. */
const longestMs = 150_000;

/** Share of the places that is filled at most by a guest in the lobby; the rest is for people who join. */
const mostFilled = 3 / 4;

/** Share of the places that must be free for people who join. */
const leastFree = 1 / 8;

/**
 * How long a guest who got a token for the lobby counts as somebody in the room: until the token can't be used any more.
 * LiveKit accepts it for up to 10 s longer than it says (1.13.5).
 */
const connectingMs = (lobbyTokenSeconds + 10) * 1000;

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
  /** LiveKit's ids of the connections of guests who are entering or have just entered. */
  const entered = new Set<string>();

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

  async function putOut(room: string, guests: readonly ParticipantInfo[]): Promise<void> {
    await remove(
      room,
      guests.filter((guest) => isInLobby(guest) && !entered.has(guest.sid)),
    );
  }

  return {
    tokenFor(guest, people) {
      const { room, identity } = guest;
      const recent = connecting(room, people).set(identity, performance.now());
      const isRoomy = people.length + recent.size <= places * mostFilled;
      const isAnythingSent = people.some((one) => !isInLobby(one) && one.tracks.length > 0);
      const isThere = people.some((one) => one.identity === identity);
      // Without a secret the guest would have another identity when they enter.
      if (guest.secret === undefined) return undefined;
      if (!isRoomy || !isAnythingSent || isThere) return undefined;
      given.set(room, recent);
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
      entered.add(them.sid);
      setTimeout(() => entered.delete(them.sid), enteredMs).unref();
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
        // The guest may have been made visible or not; they join with a new connection, which replaces this one.
        onFailure(error);
        return granted(false);
      }
    },

    async tidy(room, people) {
      const guests = people.filter(isInLobby);
      const isTight = places - people.length <= places * leastFree;
      await putOut(
        room,
        guests.filter((guest) => isTight || untilMs(guest) < Date.now()),
      );
    },

    joined(room, guest) {
      if (!isInLobby(guest)) return;
      const removeIf = async (mustGo: (everybody: readonly ParticipantInfo[]) => boolean) => {
        const everybody = await live.participants(room);
        const them = everybody.filter((one) => one.identity === guest.identity);
        if (mustGo(everybody)) await putOut(room, them);
      };
      // Tokens of several handlers may have been used at the same moment, and each handler counts its own alone.
      void removeIf((everybody) => everybody.length > places * mostFilled).catch(onFailure);
      const leftMs = Math.min(longestMs, Math.max(0, untilMs(guest) - Date.now()));
      setTimeout(() => void removeIf(() => true).catch(onFailure), leftMs).unref();
    },
  };
}

/** Whether this participant is a guest who is still in the lobby. Others do not count them as people in the room. */
export function isInLobby({ permission, attributes }: ParticipantInfo): boolean {
  return permission?.hidden === true && attributes[untilAttribute] !== undefined;
}

function untilMs({ attributes }: ParticipantInfo): number {
  return Number(attributes[untilAttribute]);
}
