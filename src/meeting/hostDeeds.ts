import {
  ParticipantEvent,
  Track,
  type Participant,
  type ParticipantEventCallbacks,
  type Room,
  type TrackPublication,
} from 'livekit-client';
import { askAttribute } from '../../common/contract.ts';
import type { Preview } from '../media/own/preview.ts';
import { turnDevice } from '../media/own/turnDevice.ts';
import { followRemoteMutes } from '../session/livekit/engine.ts';
import { mayPublish, roleOf } from '../call/roles.ts';
import { listen } from './listen.ts';
import type { Notices } from './notices.ts';

const about = 'host';

/**
 * Tells the guest what a host did to them, without the host's name. The app learns it from signs of LiveKit that other
 * guests can't forge: the SFU mutes a track, the guest's permission changes, or an attribute changes that only the
 * server and the guest themselves can set.
 */
export function createHostDeeds(
  { tell, close }: Pick<Notices, 'tell' | 'close'>,
  choices: Pick<Preview, 'setOn'>,
) {
  async function unmute(room: Room): Promise<void> {
    const problem = await turnDevice(room, choices, { kind: 'microphone', on: true });
    if (problem) tell({ device: 'microphone', problem });
  }

  return {
    /**
     * Watches the guest's own participant in this room.
     *
     * @returns stops watching
     */
    attach(room: Room): () => void {
      const { localParticipant } = room;

      const stopFollowing = followRemoteMutes(room, (sid) => {
        const publication = localParticipant.getTrackPublications().find(({ trackSid }) => trackSid === sid);
        const isMicrophone = publication?.source === Track.Source.Microphone;
        if (!isMicrophone && publication?.source !== Track.Source.Camera) return;
        // The device is remembered as off, because otherwise a reload of the page would turn it on again.
        choices.setOn(isMicrophone ? 'microphone' : 'camera', false);
        tell({ about, say: ({ host }) => (isMicrophone ? host.muted : host.stoppedCamera) });
      });

      const onPermissions = (before?: Participant['permissions']) => {
        // The first permission comes with LiveKit's answer to the join and changes nothing.
        if (before === undefined) return;
        const lost = (source: 'microphone' | 'camera' | 'screen') =>
          mayPublish({ permissions: before }, source) && !mayPublish(localParticipant, source);
        // Devices that the guest may no longer use are remembered as off. Otherwise they would be on again, without a
        // tap, as soon as a host allows them.
        if (lost('microphone')) choices.setOn('microphone', false);
        if (lost('camera')) choices.setOn('camera', false);
        const role = roleOf(localParticipant);
        if (role !== roleOf({ permissions: before })) tell({ about, say: ({ host }) => host.nowIs[role] });
        else if (lost('microphone')) tell({ about, say: ({ host }) => host.muted });
        else if (lost('screen') && localParticipant.isScreenShareEnabled) {
          tell({ about, say: ({ host }) => host.stoppedSharing });
        }
      };

      // When the guest turns the microphone on, the notice that a host muted it is out of date.
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

      const stop = listen<ParticipantEventCallbacks>(localParticipant, {
        [ParticipantEvent.ParticipantPermissionsChanged]: onPermissions,
        [ParticipantEvent.AttributesChanged]: onAttributes,
        [ParticipantEvent.TrackUnmuted]: onTrack,
        [ParticipantEvent.LocalTrackPublished]: onTrack,
      });
      return () => {
        stopFollowing();
        stop();
        // The notice is closed, because its button would act on this room, which the guest has left.
        close(about);
      };
    },
  };
}
