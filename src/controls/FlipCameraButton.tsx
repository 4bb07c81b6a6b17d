import { SwitchCamera } from 'lucide';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { MenuItem } from '../ui/Menu.tsx';
import { useCameraFlip } from './useCameraFlip.ts';

interface FlipProps {
  /** Called with the id of the camera that is now in use. */
  onFlipped: (deviceId: string) => void;
}

/** Button that switches between front and back camera of a phone or tablet. */
export function FlipCameraButton({ onFlipped }: FlipProps) {
  const { controls } = useRoomMessages();
  const flip = useCameraFlip(onFlipped);
  if (!flip) return null;
  return (
    <Button look="round" aria-label={controls.flip} title={controls.flip} onClick={flip}>
      <Icon of={SwitchCamera} />
    </Button>
  );
}

/** Menu item that switches between front and back camera. */
export function FlipCameraItem({ onFlipped }: FlipProps) {
  const { controls } = useRoomMessages();
  const flip = useCameraFlip(onFlipped);
  if (!flip) return null;
  return (
    <MenuItem icon={SwitchCamera} onChoose={flip}>
      {controls.flip}
    </MenuItem>
  );
}
