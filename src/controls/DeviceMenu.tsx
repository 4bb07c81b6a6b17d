import { ChevronUp } from 'lucide';
import { supportsAudioOutputSelection } from 'livekit-client';
import type { DeviceKind } from '../media/own/deviceChoices.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useIsCutOff } from '../room/useIsCutOff.ts';
import { Menu, MenuChoice, MenuChoices } from '../ui/Menu.tsx';
import { useDevices } from './useDevices.ts';
import type { VoiceProof } from '../media/own/voiceProof.ts';

interface DeviceMenuProps {
  kind: DeviceKind;
  /**
   * Whether the server receives the guest's voice (src/media/own/voiceProof.ts); shown with the list of microphones.
   */
  voice?: VoiceProof;
}

/** Menu in which the guest chooses the camera, or the microphone and, if the browser allows that, the speaker. */
export function DeviceMenu({ kind, voice = 'unsaid' }: DeviceMenuProps) {
  const { controls, lobby, returning, voice: voiceWords } = useRoomMessages();
  const notNow = useIsCutOff() ? returning.notNow : undefined;
  return kind === 'camera' ? (
    <Menu look="slim" icon={ChevronUp} label={controls.videoDevices} notNow={notNow}>
      <DeviceList kind="videoinput" label={lobby.unnamed.camera} />
    </Menu>
  ) : (
    <Menu look="slim" icon={ChevronUp} label={controls.audioDevices} notNow={notNow}>
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
