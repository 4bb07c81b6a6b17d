import { useParticipants, useTracks, VideoTrack } from '@livekit/components-react';
import { Track } from 'livekit-client';
import { LibraryRoom } from '../src/room/LibraryRoom.tsx';

/**
 * A view built from LiveKit's React components, as an example of a view that loads after the join. `library.spec.ts`
 * builds the app with it in place of the list of shortcuts.
 */
export function ShortcutsDialog() {
  return (
    <LibraryRoom>
      <LibraryView />
    </LibraryRoom>
  );
}

function LibraryView() {
  const participants = useParticipants();
  const cameras = useTracks([Track.Source.Camera]);
  return (
    <section aria-label="Library">
      <p>{participants.map(({ name }) => name).join(' and ')}</p>
      {cameras.map((camera) => (
        <VideoTrack key={camera.publication.trackSid} trackRef={camera} title={camera.participant.name} />
      ))}
    </section>
  );
}
