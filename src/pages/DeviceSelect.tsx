import { ChevronDown } from 'lucide';
import type { DeviceKind } from '../media/own/deviceChoices.ts';
import type { Preview } from '../media/own/preview.ts';
import { usePreview } from './usePreview.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './DeviceSelect.module.css';

/** Selects the microphone or camera: an arrow that opens the browser's own list of options. */
export function DeviceSelect({ kind, preview }: { kind: DeviceKind; preview: Preview }) {
  const { lobby } = useMessages();
  const { devices, choices, available } = usePreview(preview);
  const list = available[kind];
  const name = kind === 'microphone' ? lobby.chooseMicrophone : lobby.chooseCamera;

  const device = devices[kind];
  // The open device is shown as selected rather than the chosen one, which may be gone.
  const inUse = device.status === 'on' ? device.track.getSettings().deviceId : choices[kind].deviceId;
  const selected = list.some(({ deviceId }) => deviceId === inUse) ? inUse : list[0]?.deviceId;

  return (
    <span className={styles.arrow}>
      <select
        aria-label={name}
        title={name}
        value={selected}
        onChange={(event) => preview.choose(kind, event.target.value)}
      >
        {list.map(({ deviceId, label }, index) => (
          <option key={deviceId} value={deviceId}>
            {label || `${lobby.unnamed[kind]} ${index + 1}`}
          </option>
        ))}
      </select>
      <Icon of={ChevronDown} size={18} />
    </span>
  );
}
