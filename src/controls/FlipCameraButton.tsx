import { SwitchCamera } from 'lucide';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { MenuItem } from '../ui/Menu.tsx';
import { useCameraFlip } from './useCameraFlip.ts';

interface FlipProps {
  /** The camera that is in use now. */
  onFlipped: (deviceId: string) => void;
}

/** To the camera on the other side of a phone or tablet. */
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

/** The same in a menu. */
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
