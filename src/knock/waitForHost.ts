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
  /** Makes the guest leave the waiting room when it aborts; the promise then rejects. */
  signal: AbortSignal;
}

/** How a guest's wait for a host has ended. */
type WaitEnd =
  | { how: 'admitted'; ticket: string }
  /** The token handler has removed the guest from the waiting room. */
  | { how: 'removed' }
  /** The token endpoint no longer answers that the guest has to wait. */
  | { how: 'answered'; answer: Result<TokenGrant, AccessFailure> }
  /** The connection is lost. `hasWaited` is true if the guest was in the waiting room before. */
  | { how: 'lost'; failure: JoinFailure; hasWaited: boolean };

/** A host's page asks every two seconds who waits. If none has asked for this long, no host is there. */
const unheardAfterMs = 6000;

/**
 * Interval at which the token endpoint is asked whether the guest still has to wait. Without that, a guest who knocked
 * just when a host opened the room would wait for ever.
 */
const askAgainMs = 60_000;

/**
 * Connects to the waiting room, in which nobody sees anybody, and waits there for a host. The function reads only
 * attributes that nobody but the server can set.
 *
 * @param grant LiveKit's address and the token for the waiting room
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
      // If the connection ends before the guest is in the waiting room, nothing is done here, because `room.connect()`
      // rejects.
      if (!hasWaited) return;
      if (reason === DisconnectReason.PARTICIPANT_REMOVED || reason === DisconnectReason.ROOM_DELETED) {
        finish(() => resolve({ how: 'removed' }));
      } else if (reason === DisconnectReason.DUPLICATE_IDENTITY) {
        // A copy of this tab knocks with the same identity, which has driven this one out. Knocking again would drive
        // out the copy in turn.
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
