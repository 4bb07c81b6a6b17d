import { ConnectionQuality, ParticipantEvent, type Participant, type Track } from 'livekit-client';
import { useSyncExternalStore } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { displayNameText } from '../meeting/names.ts';
import { useMeeting } from './MeetingContext.tsx';
import { useRoomContext } from './RoomContext.tsx';
import { useLatest } from './useLatest.ts';

const speakingEvents = [ParticipantEvent.IsSpeakingChanged] as const;
const qualityEvents = [ParticipantEvent.ConnectionQualityChanged] as const;
const attributeEvents = [ParticipantEvent.AttributesChanged] as const;
/** LiveKit's events after which a participant's track, or its muted state, may have changed. */
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

/** The displayed name of a participant, followed by "(2)" if a participant who joined earlier has the same name. */
export function useName({ identity }: Participant): string {
  const { stage } = useRoomMessages();
  const names = useMeeting().names.in(useRoomContext());
  return displayNameText(
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

/**
 * The connection quality of a participant while it is bad enough to be noticed; otherwise `undefined`, so that a change
 * from one good quality to another does not render the component again.
 */
export function useBadQuality(
  participant: Participant,
): ConnectionQuality.Poor | ConnectionQuality.Lost | undefined {
  return useLatest(participant, qualityEvents, () => {
    const { connectionQuality: quality } = participant;
    return quality === ConnectionQuality.Poor || quality === ConnectionQuality.Lost ? quality : undefined;
  });
}

/** Whether a participant's source is muted; also true if the source is not published. */
export function useIsMuted(participant: Participant, source: Track.Source): boolean {
  return useLatest(participant, trackEvents, () => participant.getTrackPublication(source)?.isMuted ?? true);
}

/** The value of a participant's attribute; an empty string if the attribute is missing. */
export function useAttribute(participant: Participant, attribute: string): string {
  return useLatest(participant, attributeEvents, () => participant.attributes[attribute] ?? '');
}
