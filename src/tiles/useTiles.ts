import { RoomEvent, Track, type Participant, type Room, type TrackPublication } from 'livekit-client';
import { useMemo } from 'react';
import { useFollowed, useMeeting } from '../room/MeetingContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { presenceEvents } from '../meeting/presenceEvents.ts';
import { useKept } from '../room/useKept.ts';
import { useLatestList } from '../room/useLatest.ts';
import { tileKey } from '../meeting/tileKey.ts';

/** One tile for everyone, and one for the screen that they share: of several screens of one person the first. */
export interface Tile {
  /** tileKey, as it was when the tile was made: who one is oneself LiveKit tells only at the answer to joining. */
  key: string;
  participant: Participant;
  source: Track.Source;
  /** `undefined` for who has never turned the camera on. */
  publication: TrackPublication | undefined;
  /** Kept while the connection is made anew, and not back yet. */
  isAway?: true;
}

const events = [
  ...presenceEvents,
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.LocalTrackPublished,
  RoomEvent.LocalTrackUnpublished,
];

/**
 * Screens first, then the others in the order they came, oneself last: nobody moves when somebody joins. While the connection
 * is made anew everybody stays, and who comes back takes their old place.
 */
export function useTiles(): readonly Tile[] {
  const room = useRoomContext();
  const present = useLatestList(room, events, () => tilesOf(room), isSameTile);
  const before = useKept(present, present.length);
  const isSharing = useFollowed(useMeeting().screenShare);
  return useMemo(
    () => (before === present ? present : withReturned(before, present, isSharing)),
    [before, present, isSharing],
  );
}

function tilesOf(room: Room): Tile[] {
  const everyone = [room.localParticipant, ...room.remoteParticipants.values()];
  const faces = everyone.map((participant) => {
    const source = Track.Source.Camera;
    return tileOf(participant, source, participant.getTrackPublication(source));
  });
  const screens = everyone.flatMap((participant) => {
    const source = Track.Source.ScreenShare;
    const shared = [...participant.videoTrackPublications.values()].find((one) => one.source === source);
    return shared ? [tileOf(participant, source, shared)] : [];
  });
  return [...screens, ...faces].toSorted(compareTiles);
}

function tileOf(participant: Participant, source: Track.Source, publication?: TrackPublication): Tile {
  return { key: tileKey({ participant, source }), participant, source, publication };
}

function isSameTile(a: Tile, b: Tile): boolean {
  return a.key === b.key && a.participant === b.participant && a.publication === b.publication;
}

/** @param isSharing whether the guest's own screen is to come back */
function withReturned(
  before: readonly Tile[],
  present: readonly Tile[],
  isSharing: boolean,
): readonly Tile[] {
  const returned = new Map(present.map((tile) => [tile.key, tile]));
  const known = new Set(before.map(({ key }) => key));
  const isOver = ({ participant, source }: Tile) =>
    !isSharing && participant.isLocal && source === Track.Source.ScreenShare;
  return [
    ...before.flatMap((tile) => {
      const back = returned.get(tile.key) ?? { ...tile, isAway: true as const };
      return isOver(tile) ? [] : [back];
    }),
    ...present.filter((tile) => !known.has(tile.key)),
  ];
}

function compareTiles(a: Tile, b: Tile): number {
  return rank(a) - rank(b) || joinedAtMs(a.participant) - joinedAtMs(b.participant);
}

function rank({ participant, source }: Tile): number {
  if (source === Track.Source.ScreenShare) return 0;
  return participant.isLocal ? 2 : 1;
}

function joinedAtMs(participant: Participant): number {
  return participant.joinedAt?.getTime() ?? 0;
}
