/**
 * The usual way to build a room, one of the two rivals that the app is compared with: LiveKit's own components, put
 * together as in their documentation, with the two most effective performance options turned on.
 */
import { LiveKitRoom, PreJoin, VideoConference, type LocalUserChoices } from '@livekit/components-react';
import '@livekit/components-styles';
import type { RoomOptions } from 'livekit-client';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { fetchToken } from '../fetchToken.ts';

const query = new URLSearchParams(location.search);
const options: RoomOptions = { adaptiveStream: true, dynacast: true };

function Page() {
  const [entry, setEntry] = useState<{ choices: LocalUserChoices; serverUrl: string; token: string }>();
  if (!entry) {
    return (
      <PreJoin
        defaults={{ username: query.get('name') ?? '' }}
        onSubmit={(choices) => {
          void fetchToken(query).then((grant) => setEntry({ choices, ...grant }));
        }}
      />
    );
  }
  const { choices, serverUrl, token } = entry;
  return (
    <LiveKitRoom
      serverUrl={serverUrl}
      token={token}
      options={options}
      video={choices.videoEnabled}
      audio={choices.audioEnabled}
      style={{ height: '100dvh' }}
    >
      <VideoConference />
    </LiveKitRoom>
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root');
createRoot(root).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
