import type { ComponentProps } from 'react';
import { Mic, MicOff, Video, VideoOff } from 'lucide';
import type { DeviceKind } from '../media/own/deviceChoices.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';

const icons = { microphone: { on: Mic, off: MicOff }, camera: { on: Video, off: VideoOff } };

/** The toggle button for microphone or camera, used in lobby and room. It is pressed while the device is on. */
export function DeviceButton({
  kind,
  isOn,
  ...rest
}: { kind: DeviceKind; isOn: boolean } & ComponentProps<'button'>) {
  const { control } = useMessages();
  return (
    <Button look="round" aria-label={control[kind]} title={control[kind]} aria-pressed={isOn} {...rest}>
      <Icon of={isOn ? icons[kind].on : icons[kind].off} />
    </Button>
  );
}
