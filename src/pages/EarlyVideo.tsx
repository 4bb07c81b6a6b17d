import { useMessages } from '../messages/MessagesContext.tsx';
import { part } from '../start/page/parts.ts';
import { Button } from '../ui/Button.tsx';

/**
 * Shown before the room is rendered: the video of another participant where its tile will be, and a button to leave.
 * The build renders this view into index.html, styled by src/styles/earlyVideo.css. src/start/earlyVideo.ts adds the
 * video.
 */
export function EarlyVideo({ room, unnamed }: { room: string; unnamed: string }) {
  const { control } = useMessages();
  return (
    <main className="lit-room">
      <h1 {...part('title')}>{room}</h1>
      <div>
        <p {...part('caption')} className="whose">
          {unnamed}
        </p>
      </div>
      <Button {...part('leave')} look="danger">
        {control.leave}
      </Button>
    </main>
  );
}
