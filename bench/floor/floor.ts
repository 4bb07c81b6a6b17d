/**
 * The floor, one of the two rivals that the app is compared with: livekit-client alone. A click joins, every received
 * track is put on the page, and that is all. It does everything in parallel that can be, so that nothing using the same
 * client can be much faster.
 */
import { createLocalTracks, Room, RoomEvent } from 'livekit-client';
import { fetchToken } from '../fetchToken.ts';

const query = new URLSearchParams(location.search);

async function join(): Promise<void> {
  const listens = query.has('listen');
  const room = new Room({ adaptiveStream: true, dynacast: true });
  room.on(RoomEvent.TrackSubscribed, (track) => {
    // The onlooker, a participant whose page shows the benchmark when others see a newcomer, puts the newest video at
    // the top. LiveKit does not send videos that are out of view: at the bottom of the page the newcomer's video never
    // arrived in one of twenty joins.
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
