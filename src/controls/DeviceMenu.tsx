import { ChevronUp } from 'lucide';
import { supportsAudioOutputSelection } from 'livekit-client';
import type { ChosenKind, DeviceKind } from '../media/own/deviceChoices.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { Menu, MenuChoice, MenuChoices } from '../ui/Menu.tsx';
import { useDevices } from './useDevices.ts';
import type { VoiceProof } from '../media/own/voiceProof.ts';

interface DeviceMenuProps {
  kind: DeviceKind;
  /** Shown with the list of microphones. */
  voice?: VoiceProof;
  onChosen: (kind: ChosenKind, deviceId: string) => void;
}

/** Menu to choose the camera, or the microphone and, if the browser allows it, the speaker. */
export function DeviceMenu({ kind, voice = 'unsaid', onChosen }: DeviceMenuProps) {
  const { controls, lobby, voice: voiceWords } = useRoomMessages();
  return kind === 'camera' ? (
    <Menu look="slim" icon={ChevronUp} label={controls.videoDevices}>
      <DeviceList kind="videoinput" label={lobby.unnamed.camera} onChosen={onChosen} />
    </Menu>
  ) : (
    <Menu look="slim" icon={ChevronUp} label={controls.audioDevices}>
      <DeviceList
        kind="audioinput"
        label={`${lobby.unnamed.microphone} · ${voiceWords[voice]}`}
        onChosen={onChosen}
      />
      {supportsAudioOutputSelection() && (
        <DeviceList kind="audiooutput" label={controls.speaker} onChosen={onChosen} />
      )}
    </Menu>
  );
}

function DeviceList({
  kind,
  label,
  onChosen,
}: {
  kind: MediaDeviceKind;
  label: string;
  onChosen: DeviceMenuProps['onChosen'];
}) {
  const { list, choose } = useDevices(kind, onChosen);
  return (
    <MenuChoices label={label}>
      {list.map((device) => (
        <MenuChoice key={device.deviceId} isChosen={device.isInUse} onChoose={() => void choose(device)}>
          {device.name}
        </MenuChoice>
      ))}
    </MenuChoices>
  );
}
