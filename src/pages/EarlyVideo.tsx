import { useMessages } from '../messages/MessagesContext.tsx';
import { part } from '../start/page/parts.ts';
import { Button } from '../ui/Button.tsx';

/**
 * What is seen of the room before it is drawn: somebody's picture, in the place of a tile, and a way to leave. It is drawn when the app
 * is built, into index.html, with src/styles/earlyVideo.css; what is in it comes from src/start/earlyVideo.ts.
 */
export function EarlyVideo({ room, unnamed }: { room: string; unnamed: string }) {
  const { control } = useMessages();
  return (
    <main>
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
