import {
  RoomEvent,
  Track,
  type RemoteParticipant,
  type RemoteTrackPublication,
  type Room,
} from 'livekit-client';
import { createListeners } from '../listeners.ts';

/** How loud one wants to hear somebody. Volume from 0 to 1; the others notice nothing. */
export interface ParticipantVolume {
  volume: number;
  isMuted: boolean;
}

/** How loud everyone is heard, by identity. A plain object; views follow it through `useVolume`. */
export interface Volumes {
  of: (identity: string) => ParticipantVolume;
  set: (identity: string, change: Partial<ParticipantVolume>) => void;
  /** @param onChange is told whose */
  subscribe: (onChange: (identity: string) => void) => () => void;
  /** Applies what was chosen to everybody in this room, and to those who come. @returns ends it */
  attach: (room: Room) => () => void;
}

const asSent: ParticipantVolume = { volume: 1, isMuted: false };

const key = 'first-room:volumes';

/** The tab's own storage; handed in, so that tests need none. It may be forbidden, and then fails at every touch. */
type TabStorage = () => Pick<Storage, 'getItem' | 'setItem'>;

/**
 * Made once for the page. The choices also survive a reload of the tab: identities stay the same as long as the others keep their tabs.
 */
export function createVolumes(storage: TabStorage = () => sessionStorage): Volumes {
  const chosen = readChosen(storage);
  const { subscribe, tellAll } = createListeners<[identity: string]>();

  function of(identity: string): ParticipantVolume {
    return chosen.get(identity) ?? asSent;
  }

  /** Everybody else is heard as they are sent, which the server needs no message for. */
  function hear(participant: RemoteParticipant | undefined): void {
    const own = participant && chosen.get(participant.identity);
    if (!own) return;
    participant.setVolume(own.volume, Track.Source.Microphone);
    participant.setVolume(own.volume, Track.Source.ScreenShareAudio);
    // The server stops sending what nobody hears; volume 0 would not do on iOS, where it can't be set.
    for (const publication of participant.audioTrackPublications.values()) {
      publication.setEnabled(!own.isMuted);
    }
  }

  return {
    of,
    subscribe,
    set(identity, change) {
      chosen.set(identity, { ...of(identity), ...change });
      try {
        storage().setItem(key, JSON.stringify([...chosen]));
      } catch {
        // Not remembered: after a reload everybody is heard as they are sent.
      }
      tellAll(identity);
    },
    attach(room) {
      const unsubscribe = subscribe((identity) => hear(room.remoteParticipants.get(identity)));
      const onSubscribed = (_track: unknown, { kind }: RemoteTrackPublication, who: RemoteParticipant) => {
        if (kind === Track.Kind.Audio) hear(who);
      };
      room.on(RoomEvent.TrackSubscribed, onSubscribed);
      // A guest who is brought back has subscribed to most tracks before the view gets the new room.
      for (const participant of room.remoteParticipants.values()) hear(participant);
      return () => {
        unsubscribe();
        room.off(RoomEvent.TrackSubscribed, onSubscribed);
      };
    },
  };
}

/** Whatever else stands in the storage reads as nothing chosen. */
function readChosen(storage: TabStorage): Map<string, ParticipantVolume> {
  const chosen = new Map<string, ParticipantVolume>();
  try {
    const stored: unknown = JSON.parse(storage().getItem(key) ?? '[]');
    for (const [identity, { volume, isMuted }] of Array.isArray(stored) ? stored : []) {
      const isVolume = typeof volume === 'number' && volume >= 0 && volume <= 1;
      if (isVolume) chosen.set(String(identity), { volume, isMuted: isMuted === true });
    }
  } catch {
    // The same.
  }
  return chosen;
}
