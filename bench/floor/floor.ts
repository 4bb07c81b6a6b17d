/**
 * The floor: LiveKit's client alone. A click joins, every track that comes is put on the page, and that is all. It
 * does what can be done side by side, so that nothing can be much faster that uses the same client.
 */
import { createLocalTracks, Room, RoomEvent } from 'livekit-client';
import { fetchToken } from '../fetchToken.ts';

const query = new URLSearchParams(location.search);

async function join(): Promise<void> {
  const listens = query.has('listen');
  const room = new Room({ adaptiveStream: true, dynacast: true });
  room.on(RoomEvent.TrackSubscribed, (track) => {
    // Who looks on has the newest on top: what is out of view is not sent, and in one of twenty joins never was.
    if (listens) document.body.prepend(track.attach());
    else document.body.append(track.attach());
  });
  room.on(RoomEvent.TrackUnsubscribed, (track) => {
    for (const element of track.detach()) element.remove();
  });
  const devices = listens ? Promise.resolve([]) : createLocalTracks({ audio: true, video: true });
  const { serverUrl, token } = await fetchToken(query);
  const connected = room.connect(serverUrl, token);
  for (const track of await devices) void room.localParticipant.publishTrack(track);
  await connected;
  document.title = 'joined';
}

const button = document.querySelector('button');
button?.addEventListener('click', () => void join());
if (button) button.disabled = false;
