import { RoomServiceClient, type ParticipantInfo } from 'livekit-server-sdk';
import type { Keys } from './config.ts';
import type { Permission } from './roles.ts';

/** Time limit for LiveKit's answer, in seconds. A guest who joins may have to wait for this long. */
const timeoutSeconds = 1.5;

/**
 * How long LiveKit keeps a new room in which nobody is. Longer than a token is valid, so that a guest with a token
 * finds the room as it was made.
 */
const keptEmptySeconds = 15 * 60;

/** A room of LiveKit. */
export interface LiveRoom {
  name: string;
  /** LiveKit's id of the room, another one each time a room of this name begins. */
  sid: string;
  metadata: string;
}

/** Changes of a participant. What is absent stays as it is. */
interface ParticipantChanges {
  permission: Permission;
  name?: string;
  metadata?: string;
  attributes: Record<string, string>;
}

/**
 * The rooms of a running LiveKit, through its API. Every function rejects when LiveKit refuses, or does not answer
 * within 1.5 s.
 */
export interface LiveRooms {
  /** Everybody with a connection to the room; nobody if it does not exist. */
  participants(room: string): Promise<ParticipantInfo[]>;
  /** Those of these rooms that exist. */
  rooms(names: readonly string[]): Promise<LiveRoom[]>;
  /** All rooms, also those of other programs. */
  allRooms(): Promise<LiveRoom[]>;
  /**
   * Makes a room, unless it exists already.
   *
   * @param config `emptySeconds` is how long LiveKit keeps the room and its metadata while nobody has joined it, by
   *   default 15 minutes
   */
  create(
    room: string,
    config: { metadata: string; maxParticipants: number; emptySeconds?: number },
  ): Promise<LiveRoom>;
  setMetadata(room: string, metadata: string): Promise<void>;
  permit(room: string, identity: string, permission: Permission): Promise<void>;
  /** Sets the permission of a participant and, in the same moment, their name, metadata and attributes. */
  update(room: string, identity: string, changes: ParticipantChanges): Promise<void>;
  /** Sets attributes of a participant. An empty value removes an attribute. */
  setAttributes(room: string, identity: string, attributes: Record<string, string>): Promise<void>;
  mute(room: string, identity: string, trackSid: string): Promise<void>;
  remove(room: string, identity: string): Promise<void>;
  end(room: string): Promise<void>;
}

/** Connects to LiveKit's API at this address; the requests are signed with the key pair. */
export function liveRooms(livekitApiUrl: string, keys: Keys): LiveRooms {
  // `failover` is off: it is meant for the regions of LiveKit Cloud, and takes longer than a guest waits.
  const options = { requestTimeout: timeoutSeconds, failover: false };
  const client = new RoomServiceClient(livekitApiUrl, keys.apiKey, keys.apiSecret, options);
  return {
    participants: (room) => client.listParticipants(room),
    rooms: (names) => client.listRooms([...names]),
    allRooms: () => client.listRooms(),
    create: async (name, { emptySeconds = keptEmptySeconds, ...config }) =>
      await client.createRoom({ name, emptyTimeout: emptySeconds, ...config }),
    setMetadata: async (room, metadata) => void (await client.updateRoomMetadata(room, metadata)),
    permit: async (room, identity, permission) =>
      void (await client.updateParticipant(room, identity, { permission })),
    update: async (room, identity, changes) => void (await client.updateParticipant(room, identity, changes)),
    setAttributes: async (room, identity, attributes) =>
      void (await client.updateParticipant(room, identity, { attributes })),
    mute: async (room, identity, trackSid) =>
      void (await client.mutePublishedTrack(room, identity, trackSid, true)),
    remove: (room, identity) => client.removeParticipant(room, identity),
    end: (room) => client.deleteRoom(room),
  };
}

/**
 * Awaits a request to LiveKit, and also resolves when the participant or the room is gone, because then nothing is left
 * to do.
 */
export async function unlessGone(request: Promise<void>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** Whether LiveKit answered that the room or the participant does not exist (1.13.5: status 404). */
export function isNotFound(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && error.status === 404;
}

/**
 * Describes a failed API call for the log. The error's own message must not be logged: when LiveKit refuses the key, it
 * repeats the whole token.
 */
export function describeApiFailure(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'no answer';
  if ('status' in error && typeof error.status === 'number') {
    const hint = error.status === 401 ? ' (it does not know LIVEKIT_API_KEY and LIVEKIT_API_SECRET)' : '';
    return `status ${String(error.status)}${hint}`;
  }
  if ('name' in error && error.name === 'TimeoutError') return `no answer in ${String(timeoutSeconds)} s`;
  const cause = 'cause' in error ? error.cause : undefined;
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code);
  return 'name' in error ? String(error.name) : 'no answer';
}
