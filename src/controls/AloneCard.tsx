import { X } from 'lucide';
import { useId, useState } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './AloneCard.module.css';
import { Invitation } from './Invitation.tsx';
import { useInviteLink } from './useInviteLink.ts';

/**
 * The card with the invitation that a guest who is alone sees over the stage, until they close it.
 *
 * @param wereOthers whether others have been in the room during this call
 */
export function AloneCard({ wereOthers }: { wereOthers: boolean }) {
  const { control } = useRoomMessages();
  const { alone } = usePanelMessages();
  const [isClosed, setClosed] = useState(false);
  const titleId = useId();
  const link = useInviteLink();
  if (isClosed || link === null) return null;
  return (
    <section className={styles.card} aria-labelledby={titleId}>
      <h2 id={titleId}>{wereOthers ? alone.left : link ? alone.send : alone.here}</h2>
      <Button look="bare" aria-label={control.close} onClick={() => setClosed(true)}>
        <Icon of={X} size={20} />
      </Button>
      <Invitation link={link} isSmall />
    </section>
  );
}
