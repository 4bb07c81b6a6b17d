import { ChevronDown } from 'lucide';
import type { DeviceKind } from '../media/own/deviceChoices.ts';
import { listDevices } from '../media/own/listDevices.ts';
import type { Preview } from '../media/own/preview.ts';
import { useFollowed } from '../useFollowed.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './DeviceSelect.module.css';

/** Selects the microphone or camera: an arrow that opens the browser's own list of options. */
export function DeviceSelect({ kind, preview }: { kind: DeviceKind; preview: Preview }) {
  const { lobby } = useMessages();
  const { devices, choices, available } = useFollowed(preview);
  const label = kind === 'microphone' ? lobby.chooseMicrophone : lobby.chooseCamera;

  const device = devices[kind];
  // The open device is shown as selected rather than the chosen one, which may be gone.
  const inUse = device.status === 'on' ? device.track.getSettings().deviceId : choices[kind].deviceId;
  const list = listDevices(available[kind], inUse ?? '', lobby.unnamed[kind]);

  return (
    <span className={styles.arrow}>
      <select
        aria-label={label}
        title={label}
        value={list.find(({ isInUse }) => isInUse)?.deviceId}
        onChange={(event) => preview.choose(kind, event.target.value)}
      >
        {list.map(({ deviceId, name }) => (
          <option key={deviceId} value={deviceId}>
            {name}
          </option>
        ))}
      </select>
      <Icon of={ChevronDown} size={18} />
    </span>
  );
}
