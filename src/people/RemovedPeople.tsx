import { RoomEvent } from 'livekit-client';
import { fieldOf } from '../../common/fieldOf.ts';
import { parseJson } from '../../common/parseJson.ts';
import type { HostWish } from '../access/askAsHost.ts';
import { displayNameText } from '../meeting/names.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useLatestOfRoom } from '../room/useLatest.ts';
import { Button } from '../ui/Button.tsx';
import styles from './PeopleDialog.module.css';

const metadataEvents = [RoomEvent.RoomMetadataChanged] as const;

/**
 * The guests whom hosts have removed, each with a button that lets them back in. The room's metadata has only the
 * beginning of their identities, so guests who left before this page came have no name here.
 */
export function RemovedPeople({ act }: { act: (wish: HostWish) => void }) {
  const { people: words } = usePanelMessages();
  const { stage } = useRoomMessages();
  const { names } = useMeeting();
  const room = useRoomContext();
  const metadata = useLatestOfRoom(room, metadataEvents, () => room.metadata);
  const removed = readRemoved(metadata);
  if (removed.length === 0) return null;
  return (
    <section aria-label={words.removed} className={styles.all}>
      <h3>{words.removed}</h3>
      <ul>
        {removed.map((id) => {
          const known = names.in(room).ofBeginning(id);
          const name = known ? displayNameText(known, stage.unnamed) : words.unknown;
          return (
            <li key={id} className={styles.person}>
              <bdi className={styles.name}>{name}</bdi>
              <Button
                aria-label={words.letBackInNamed(name)}
                onClick={() => act({ action: 'let_back_in', participant_identity: id })}
              >
                {words.letBackIn}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The beginnings of the removed guests' identities, from the room's metadata (token/roomState.ts). */
function readRemoved(metadata: string | undefined): readonly string[] {
  const content = parseJson(metadata ?? '');
  const removed = fieldOf(content, 'first_room') === 1 ? fieldOf(content, 'removed') : undefined;
  return typeof removed === 'string' && removed !== '' ? removed.split(' ') : [];
}
