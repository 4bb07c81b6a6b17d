import {
  RoomEvent,
  Track,
  type RemoteParticipant,
  type RemoteTrackPublication,
  type Room,
} from 'livekit-client';
import { fieldOf } from '../../common/fieldOf.ts';
import { parseJson } from '../../common/parseJson.ts';
import { createListeners } from '../listeners.ts';
import { readStored, writeStored, type GetStorage } from '../storedText.ts';

/**
 * How loud the guest hears one participant. This is the guest's own setting, which others do not notice. The volume is
 * from 0 to 1.
 */
export interface ParticipantVolume {
  volume: number;
  isMuted: boolean;
}

/** The participants' volumes, by identity. Views subscribe with `useVolume`. */
export interface Volumes {
  of: (identity: string) => ParticipantVolume;
  set: (identity: string, change: Partial<ParticipantVolume>) => void;
  /**
   * Follows changes of the volumes.
   *
   * @param onChange called with the identity of the participant whose volume has changed
   */
  subscribe: (onChange: (identity: string) => void) => () => void;
  /**
   * Applies the guest's settings to the participants in this room, also to those who join later.
   *
   * @returns detaches
   */
  attach: (room: Room) => () => void;
}

const asSent: ParticipantVolume = { volume: 1, isMuted: false };

const key = 'first-room:volumes';

/**
 * Creates the participants' volumes, once for the page. The settings also survive a reload of the tab. A participant
 * keeps their identity as long as they use the same tab.
 */
export function createVolumes(storage: GetStorage = () => sessionStorage): Volumes {
  const chosen = readChosen(storage);
  const { subscribe, tellAll } = createListeners<[identity: string]>();

  function of(identity: string): ParticipantVolume {
    return chosen.get(identity) ?? asSent;
  }

  /** Applies the guest's setting for this participant, if there is one. Without one, nothing is sent to the server. */
  function hear(participant: RemoteParticipant | undefined): void {
    const own = participant && chosen.get(participant.identity);
    if (!own) return;
    participant.setVolume(own.volume, Track.Source.Microphone);
    participant.setVolume(own.volume, Track.Source.ScreenShareAudio);
    // A muted participant's tracks are disabled, so that the SFU stops sending them. Volume 0 would not work on iOS,
    // where `volume` cannot be set.
    for (const publication of participant.audioTrackPublications.values()) {
      publication.setEnabled(!own.isMuted);
    }
  }

  return {
    of,
    subscribe,
    set(identity, change) {
      chosen.set(identity, { ...of(identity), ...change });
      writeStored(storage, key, JSON.stringify([...chosen]));
      tellAll(identity);
    },
    attach(room) {
      const unsubscribe = subscribe((identity) => hear(room.remoteParticipants.get(identity)));
      const onSubscribed = (_track: unknown, { kind }: RemoteTrackPublication, who: RemoteParticipant) => {
        if (kind === Track.Kind.Audio) hear(who);
      };
      room.on(RoomEvent.TrackSubscribed, onSubscribed);
      // When the guest rejoins, most tracks are subscribed before the volumes are attached, so the settings are applied
      // to them here.
      for (const participant of room.remoteParticipants.values()) hear(participant);
      return () => {
        unsubscribe();
        room.off(RoomEvent.TrackSubscribed, onSubscribed);
      };
    },
  };
}

/** Reads the stored volumes. Invalid data is ignored. */
function readChosen(storage: GetStorage): Map<string, ParticipantVolume> {
  const chosen = new Map<string, ParticipantVolume>();
  const stored = parseJson(readStored(storage, key) ?? '');
  for (const entry of Array.isArray(stored) ? stored : []) {
    const volume = fieldOf(fieldOf(entry, '1'), 'volume');
    const isVolume = typeof volume === 'number' && volume >= 0 && volume <= 1;
    const isMuted = fieldOf(fieldOf(entry, '1'), 'isMuted') === true;
    if (isVolume) chosen.set(String(fieldOf(entry, '0')), { volume, isMuted });
  }
  return chosen;
}
