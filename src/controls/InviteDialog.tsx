import { useState } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useRole } from '../room/useMay.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Invitation } from './Invitation.tsx';
import { RoleInvitation } from './RoleInvitation.tsx';
import { useInviteLink } from './useInviteLink.ts';

/** Shows the invitation to this room. Hosts can replace it with one that has a role and an end. */
export function InviteDialog({ onClosed }: { onClosed: () => void }) {
  const { control } = useRoomMessages();
  const { invite } = usePanelMessages();
  const { localParticipant } = useRoomContext();
  const isHost = useRole(localParticipant) === 'host';
  const link = useInviteLink();
  const [made, setMade] = useState<string>();
  return (
    <Dialog title={invite.title} close={control.close} onClosed={onClosed}>
      <Invitation key={made} link={made ?? link} />
      {isHost && link && <RoleInvitation link={link} onMade={setMade} />}
    </Dialog>
  );
}
