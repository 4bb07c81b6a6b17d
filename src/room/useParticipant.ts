import { ParticipantEvent, type ConnectionQuality, type Participant, type Track } from 'livekit-client';
import { useSyncExternalStore } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { callingText, namesIn } from '../meeting/names.ts';
import { useRoomContext } from './RoomContext.tsx';
import { useLatest } from './useLatest.ts';

const speakingEvents = [ParticipantEvent.IsSpeakingChanged] as const;
const qualityEvents = [ParticipantEvent.ConnectionQualityChanged] as const;
const attributeEvents = [ParticipantEvent.AttributesChanged] as const;
/** What is published, and whether it is there, and whether it is muted. */
export const trackEvents = [
  ParticipantEvent.TrackPublished,
  ParticipantEvent.TrackUnpublished,
  ParticipantEvent.TrackSubscribed,
  ParticipantEvent.TrackUnsubscribed,
  ParticipantEvent.TrackMuted,
  ParticipantEvent.TrackUnmuted,
  ParticipantEvent.LocalTrackPublished,
  ParticipantEvent.LocalTrackUnpublished,
] as const;

/** What a participant is called, with "(2)" behind it where somebody who came earlier has the same name. */
export function useName({ identity }: Participant): string {
  const { stage } = useRoomMessages();
  const names = namesIn(useRoomContext());
  return callingText(
    useSyncExternalStore(names.subscribe, () => names.of(identity)),
    stage.unnamed,
  );
}

export function useIsSpeaking(participant: Participant): boolean {
  return useLatest(participant, speakingEvents, () => participant.isSpeaking);
}

export function useConnectionQuality(participant: Participant): ConnectionQuality {
  return useLatest(participant, qualityEvents, () => participant.connectionQuality);
}

/** Also `true` for who has published nothing of the kind. */
export function useIsMuted(participant: Participant, source: Track.Source): boolean {
  return useLatest(participant, trackEvents, () => participant.getTrackPublication(source)?.isMuted ?? true);
}

/** An attribute that everyone sees of a participant; an empty text is a missing one. */
export function useAttribute(participant: Participant, attribute: string): string {
  return useLatest(participant, attributeEvents, () => participant.attributes[attribute] ?? '');
}
