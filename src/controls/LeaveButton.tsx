import { PhoneOff } from 'lucide-react';
import { useMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';

export function LeaveButton({ onLeave }: { onLeave: () => void }) {
  const { control } = useMessages();
  return (
    <Button look="danger" onClick={onLeave}>
      <Icon of={PhoneOff} />
      {control.leave}
    </Button>
  );
}
