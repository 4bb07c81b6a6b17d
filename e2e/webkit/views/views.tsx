import { Room } from 'livekit-client';
import { Ellipsis } from 'lucide';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { InviteDialog } from '../../../src/controls/InviteDialog.tsx';
import { ShortcutsDialog } from '../../../src/controls/ShortcutsDialog.tsx';
import { SpeechProvider } from '../../../src/messages/MessagesContext.tsx';
import { createSpeech } from '../../../src/messages/speech.ts';
import { EndedPage } from '../../../src/pages/EndedPage.tsx';
import { RoomContext } from '../../../src/room/RoomContext.tsx';
import { Menu, MenuItem } from '../../../src/ui/Menu.tsx';
import '../../../src/styles/base.css';
import '../../../src/styles/tokens.css';

/**
 * Shows the app's own dialogs, menu and page after a call, with a room that is never connected: this browser can't make
 * a call.
 */
function Views() {
  const [open, setOpen] = useState<'invite' | 'shortcuts' | 'ended'>();
  const close = () => setOpen(undefined);
  if (open === 'ended')
    return <EndedPage reason="connection_lost" room="my-room" lengthMs={61_000} onRejoin={close} />;
  return (
    <main>
      <button onClick={() => setOpen('invite')}>Invite</button>
      <button onClick={() => setOpen('ended')}>End</button>
      <Menu label="More" icon={Ellipsis}>
        <MenuItem icon={Ellipsis} onChoose={() => {}}>
          Nothing
        </MenuItem>
        <MenuItem icon={Ellipsis} onChoose={() => setOpen('shortcuts')}>
          Shortcuts
        </MenuItem>
      </Menu>
      {open === 'invite' && <InviteDialog onClosed={close} />}
      {open === 'shortcuts' && <ShortcutsDialog onClosed={close} />}
    </main>
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root');
const speech = createSpeech('en');
await speech.loadRoom();
createRoot(root).render(
  <StrictMode>
    <SpeechProvider speech={speech}>
      <RoomContext value={new Room()}>
        <Views />
      </RoomContext>
    </SpeechProvider>
  </StrictMode>,
);
