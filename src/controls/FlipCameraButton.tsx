import { SwitchCamera } from 'lucide';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { MenuItem } from '../ui/Menu.tsx';
import { useCameraFlip } from './useCameraFlip.ts';

/** Button that switches between front and back camera of a phone or tablet. */
export function FlipCameraButton() {
  const { controls } = useRoomMessages();
  const flip = useCameraFlip();
  if (!flip) return null;
  return (
    <Button look="round" aria-label={controls.flip} title={controls.flip} onClick={flip}>
      <Icon of={SwitchCamera} />
    </Button>
  );
}

/** Menu item that switches between front and back camera. */
export function FlipCameraItem() {
  const { controls } = useRoomMessages();
  const flip = useCameraFlip();
  if (!flip) return null;
  return (
    <MenuItem icon={SwitchCamera} onChoose={flip}>
      {controls.flip}
    </MenuItem>
  );
}
