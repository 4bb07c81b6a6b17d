import { ParticipantEvent, Track, type Participant, type Room, type TrackPublication } from 'livekit-client';
import { askAttribute } from '../../common/contract.ts';
import { deviceFailure } from '../media/own/openTracks.ts';
import type { Preview } from '../media/own/preview.ts';
import { followRemoteMutes } from '../session/livekit/engine.ts';
import type { Notices } from './notices.ts';
import { mayPublish, roleOf } from '../call/roles.ts';

const about = 'host';

/**
 * Tells the guest what a host did to them: by role, not by name. Everything is read from LiveKit's own signs, which other guests can't forge: a track
 * that the SFU mutes, another permission, and an attribute of the guest that only the server and the guest can change.
 */
export function createHostDeeds(
  { tell, close }: Pick<Notices, 'tell' | 'close'>,
  { setOn }: Pick<Preview, 'setOn'>,
) {
  async function unmute(room: Room): Promise<void> {
    try {
      await room.localParticipant.setMicrophoneEnabled(true);
      setOn('microphone', true);
    } catch (error) {
      tell({ device: 'microphone', problem: deviceFailure(error).kind });
    }
  }

  return {
    /** Watches the guest's own participant in this room. @returns detaches */
    attach(room: Room): () => void {
      const { localParticipant } = room;

      const stop = followRemoteMutes(room, (sid) => {
        const publication = localParticipant.getTrackPublications().find(({ trackSid }) => trackSid === sid);
        const isMicrophone = publication?.source === Track.Source.Microphone;
        if (!isMicrophone && publication?.source !== Track.Source.Camera) return;
        // Otherwise a reload would turn it on again.
        setOn(isMicrophone ? 'microphone' : 'camera', false);
        tell({ about, say: ({ host }) => (isMicrophone ? host.muted : host.stoppedCamera) });
      });

      const onPermissions = (before?: Participant['permissions']) => {
        // The first permissions come with the answer to the join.
        if (before === undefined) return;
        const lost = (source: 'microphone' | 'camera' | 'screen') =>
          mayPublish({ permissions: before }, source) && !mayPublish(localParticipant, source);
        // Otherwise they would be on again, without a tap, as soon as they are allowed again.
        if (lost('microphone')) setOn('microphone', false);
        if (lost('camera')) setOn('camera', false);
        const role = roleOf(localParticipant);
        if (role !== roleOf({ permissions: before })) tell({ about, say: ({ host }) => host.nowIs[role] });
        else if (lost('microphone')) tell({ about, say: ({ host }) => host.muted });
        else if (lost('screen') && localParticipant.isScreenShareEnabled) {
          tell({ about, say: ({ host }) => host.stoppedSharing });
        }
      };

      // A notice about the microphone is out of date once it is on.
      const onTrack = ({ source }: TrackPublication) => {
        if (source === Track.Source.Microphone) close(about);
      };

      const onAttributes = ({ [askAttribute]: asked }: Record<string, string>) => {
        if (!asked || localParticipant.isMicrophoneEnabled) return;
        tell({
          about,
          say: ({ host }) => host.asksToUnmute,
          action: { name: ({ host }) => host.unmute, run: () => void unmute(room) },
        });
      };

      localParticipant
        .on(ParticipantEvent.ParticipantPermissionsChanged, onPermissions)
        .on(ParticipantEvent.AttributesChanged, onAttributes)
        .on(ParticipantEvent.TrackUnmuted, onTrack)
        .on(ParticipantEvent.LocalTrackPublished, onTrack);
      return () => {
        stop();
        localParticipant
          .off(ParticipantEvent.ParticipantPermissionsChanged, onPermissions)
          .off(ParticipantEvent.AttributesChanged, onAttributes)
          .off(ParticipantEvent.TrackUnmuted, onTrack)
          .off(ParticipantEvent.LocalTrackPublished, onTrack);
        // Its button would act on this room, which is over.
        close(about);
      };
    },
  };
}
