import { DisconnectReason, ParticipantEvent, Room, RoomEvent } from 'livekit-client';
import { knockAttribute, ticketAttribute } from '../../common/contract.ts';
import type { Result } from '../../common/result.ts';
import type { AccessFailure } from '../access/accessFailure.ts';
import type { TokenGrant } from '../access/requestToken.ts';
import type { JoinFailure } from '../call/callState.ts';
import { connectFailure } from '../call/connectFailure.ts';
import { isPassing } from '../call/returnPolicy.ts';
import { disposeRoom } from '../session/livekit/disposeRoom.ts';

interface WaitParts {
  ask: () => Promise<Result<TokenGrant, AccessFailure>>;
  onState: (state: 'unheard' | 'told') => void;
  /** Leaves the waiting room; the promise then rejects. */
  signal: AbortSignal;
}

/** How waiting ended. */
type WaitEnd =
  | { how: 'admitted'; ticket: string }
  /** By the token handler. */
  | { how: 'removed' }
  /** The token endpoint has another answer now. */
  | { how: 'answered'; answer: Result<TokenGrant, AccessFailure> }
  /** `hasWaited` if the guest was in the waiting room before. */
  | { how: 'lost'; failure: JoinFailure; hasWaited: boolean };

/** A host's page asks every two seconds who waits, so after this time there is none. */
const unheardAfterMs = 6000;

/** How often the token endpoint is asked whether the room is still closed, for a guest who knocked at the moment at which it was opened. */
const askAgainMs = 60_000;

/**
 * Connects to the waiting room, in which nobody sees anybody, and waits there. Only the server can set the attributes that are read.
 *
 * @param grant token for the waiting room
 */
export function waitForHost(
  { serverUrl, token }: TokenGrant,
  { ask, onState, signal }: WaitParts,
): Promise<WaitEnd> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const room = new Room();
    const { localParticipant } = room;
    let hasWaited = false;
    let isOver = false;
    let unheard: ReturnType<typeof setTimeout> | undefined;
    const asking = setInterval(() => void askAgain().catch(() => {}), askAgainMs);

    function finish(settle: () => void): void {
      if (isOver) return;
      isOver = true;
      clearTimeout(unheard);
      clearInterval(asking);
      signal.removeEventListener('abort', onAbort);
      void room.disconnect();
      disposeRoom(room);
      settle();
    }

    function onAbort(): void {
      finish(() => reject(signal.reason));
    }

    async function askAgain(): Promise<void> {
      const answer = await ask();
      if (answer.ok || !(answer.failure.waiting || isPassing(answer.failure))) {
        finish(() => resolve({ how: 'answered', answer }));
      }
    }

    function onAttributes(): void {
      if (isOver) return;
      const { [knockAttribute]: heard, [ticketAttribute]: ticket } = localParticipant.attributes;
      if (ticket) {
        finish(() => resolve({ how: 'admitted', ticket }));
      } else if (heard) {
        clearTimeout(unheard);
        onState('told');
      }
    }

    function onLost(failure: JoinFailure): void {
      finish(() => resolve({ how: 'lost', failure, hasWaited }));
    }

    signal.addEventListener('abort', onAbort);
    localParticipant.on(ParticipantEvent.AttributesChanged, onAttributes);
    room.on(RoomEvent.Disconnected, (reason) => {
      // Before the guest waits, the rejected `connect()` reports the end.
      if (!hasWaited) return;
      if (reason === DisconnectReason.PARTICIPANT_REMOVED || reason === DisconnectReason.ROOM_DELETED) {
        finish(() => resolve({ how: 'removed' }));
      } else if (reason === DisconnectReason.DUPLICATE_IDENTITY) {
        // A copy of this tab knocks. Knocking again would drive it out in turn.
        onLost({ kind: 'refused', detail: `${serverUrl}: this guest waits in another tab` });
      } else {
        onLost({ kind: 'signalling_unreachable', detail: `${serverUrl}: cut off while waiting` });
      }
    });
    room.connect(serverUrl, token, { autoSubscribe: false }).then(
      () => {
        if (isOver) return;
        hasWaited = true;
        unheard = setTimeout(() => onState('unheard'), unheardAfterMs);
        onAttributes();
      },
      (error: unknown) => onLost(connectFailure(error, { address: serverUrl, token })),
    );
  });
}
