import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Invitation } from './Invitation.tsx';
import { useInviteLink } from './useInviteLink.ts';

/** Shows the invitation to this room. */
export function InviteDialog({ onClosed }: { onClosed: () => void }) {
  const { control } = useRoomMessages();
  const { invite } = usePanelMessages();
  return (
    <Dialog title={invite.title} close={control.close} onClosed={onClosed}>
      <Invitation link={useInviteLink()} />
    </Dialog>
  );
}
