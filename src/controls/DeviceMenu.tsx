import { ChevronUp } from 'lucide';
import { supportsAudioOutputSelection } from 'livekit-client';
import type { DeviceKind } from '../media/own/deviceChoices.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { Menu, MenuChoice, MenuChoices } from '../ui/Menu.tsx';
import { useDevices } from './useDevices.ts';
import type { VoiceProof } from '../media/own/voiceProof.ts';

interface DeviceMenuProps {
  kind: DeviceKind;
  /** Shown with the list of microphones. */
  voice?: VoiceProof;
}

/** Menu to choose the camera, or the microphone and, if the browser allows it, the speaker. */
export function DeviceMenu({ kind, voice = 'unsaid' }: DeviceMenuProps) {
  const { controls, lobby, voice: voiceWords } = useRoomMessages();
  return kind === 'camera' ? (
    <Menu look="slim" icon={ChevronUp} label={controls.videoDevices}>
      <DeviceList kind="videoinput" label={lobby.unnamed.camera} />
    </Menu>
  ) : (
    <Menu look="slim" icon={ChevronUp} label={controls.audioDevices}>
      <DeviceList kind="audioinput" label={`${lobby.unnamed.microphone} · ${voiceWords[voice]}`} />
      {supportsAudioOutputSelection() && <DeviceList kind="audiooutput" label={controls.speaker} />}
    </Menu>
  );
}

function DeviceList({ kind, label }: { kind: MediaDeviceKind; label: string }) {
  const { list, choose } = useDevices(kind);
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
