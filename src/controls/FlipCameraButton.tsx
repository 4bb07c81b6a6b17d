import { SwitchCamera } from 'lucide';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useCameraFlip } from './useCameraFlip.ts';

/**
 * Button that switches between a phone's front and back camera. It stays while the camera is off, so that the other
 * buttons do not move.
 */
export function FlipCameraButton() {
  const { controls } = useRoomMessages();
  const flip = useCameraFlip();
  return (
    <Button
      look="round"
      aria-label={controls.flip}
      title={controls.flip}
      aria-disabled={!flip}
      onClick={flip}
    >
      <Icon of={SwitchCamera} />
    </Button>
  );
}
