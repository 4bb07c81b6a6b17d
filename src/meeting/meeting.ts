import type { Room } from 'livekit-client';
import { connectionOf, type CallState } from '../call/callState.ts';
import type { Followed } from '../listeners.ts';
import { createReceivedVideo } from '../media/received/receivedVideo.ts';
import { createAnnouncements } from './announcements.ts';
import { createArrivals } from './arrivals.ts';
import { createChat } from './chat/chat.ts';
import { createHands } from './hands.ts';
import { createInterruptions } from './interruptions.ts';
import { createLastFrames } from './lastFrames.ts';
import { createNarrowing } from './narrowing.ts';
import type { Notices } from './notices.ts';
import { createTileOrder } from './order.ts';
import { createReactions } from './reactions.ts';
import { createScreenShare } from './screenShare.ts';
import { createSettled } from './settled.ts';
import { createSounds } from './sounds.ts';
import { createVolumes } from './volumes.ts';

export interface MeetingParts {
  call: Followed<CallState>;
  notices: Notices;
}

/** A part of the meeting: it outlives a `Room`, and follows the one that it is attached to. */
interface Lasting {
  /** @returns stops following */
  attach: (room: Room) => () => void;
  /** The guest has left: forgets what a later call must not find. */
  end?: () => void;
}

export type Meeting = ReturnType<typeof createMeeting>;

/**
 * What people share, and what the guest has set, through all rooms of a page: a guest who is brought back gets a new LiveKit `Room`, and finds all
 * of this as it was. Plain objects; views follow them.
 */
export function createMeeting({ call, notices }: MeetingParts) {
  const announcements = createAnnouncements();
  const sounds = createSounds();
  const settled = createSettled(call);
  const video = createReceivedVideo();
  const chat = createChat((author) => {
    sounds.play('chat');
    // An open log tells the message itself.
    if (!chat.log.getState().isOpen) announcements.add('message', [author]);
  });

  const lasting = {
    // First: nobody whom the guest has muted may be heard for a moment.
    volumes: createVolumes(),
    lastFrames: createLastFrames(settled),
    chat,
    sounds,
    hands: createHands((name) => {
      announcements.add('hand', [name]);
      sounds.play('hand');
    }),
    reactions: createReactions((name) => announcements.add('reaction', [name])),
    arrivals: createArrivals(({ came, left }) => {
      announcements.add('came', came);
      announcements.add('left', left);
      sounds.play(came.length > 0 ? 'came' : 'left');
    }),
    video,
    narrowing: createNarrowing({ video, notices, getConnection: () => connectionOf(call.getState()) }),
    interruptions: createInterruptions(notices),
    screenShare: createScreenShare(() =>
      notices.tell({ about: 'share', say: ({ controls }) => controls.shareLost }),
    ),
    order: createTileOrder(),
  } satisfies Record<string, Lasting>;
  const parts: readonly Lasting[] = Object.values(lasting);

  return {
    ...lasting,
    announcements,
    notices,
    settled,
    /** Has every part follow this room. @returns stops following; what the parts know stays, for the next room */
    attach: (room: Room): (() => void) => {
      const detach = parts.map((part) => part.attach(room));
      return () => {
        for (const stop of detach) stop();
      };
    },
    /** The guest has left, and may come back to another call. */
    end: (): void => {
      for (const part of parts) part.end?.();
    },
  };
}
