import { RoomEvent } from 'livekit-client';
import { useRef, useState } from 'react';
import { fieldOf } from '../../common/fieldOf.ts';
import { parseJson } from '../../common/parseJson.ts';
import type { HostWish } from '../access/askAsHost.ts';
import { displayNameText } from '../meeting/names.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { isolate } from '../messages/isolate.ts';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useLatestOfRoom } from '../room/useLatest.ts';
import { Button } from '../ui/Button.tsx';
import { useFocusHandedOn } from '../ui/useFocusHandedOn.ts';
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
  const heading = useRef<HTMLHeadingElement>(null);
  const row = useFocusHandedOn(heading);
  const [chosen, setChosen] = useState<{ id: string; name: string }>();
  const isBack = chosen && !removed.includes(chosen.id);
  if (removed.length === 0 && !isBack) return null;
  const unknown = removed.filter((id) => !names.in(room).ofBeginning(id));
  return (
    <section aria-label={words.removed} className={styles.all}>
      <h3 ref={heading} tabIndex={-1}>
        {words.removed}
      </h3>
      <p role="status" className={styles.note}>
        {isBack && words.isBack(isolate(chosen.name))}
      </p>
      <ul>
        {removed.map((id) => {
          const known = names.in(room).ofBeginning(id);
          const name = known
            ? displayNameText(known, stage.unnamed)
            : displayNameText({ name: words.unknown, number: unknown.indexOf(id) + 1 }, '');
          return (
            <li key={id} ref={row} className={styles.person}>
              <bdi className={styles.name}>{name}</bdi>
              <Button
                aria-label={words.letBackInNamed(name)}
                onClick={() => {
                  setChosen({ id, name });
                  act({ action: 'let_back_in', participant_identity: id });
                }}
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
