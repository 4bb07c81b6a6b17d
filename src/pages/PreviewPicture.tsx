import { useEffect, useRef, useState, type RefObject, type SyntheticEvent } from 'react';
import type { PreviewState } from '../devices/preview.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import styles from './PreviewPicture.module.css';

/** One's own picture as in a mirror, or a sentence that says why there is none. */
export function PreviewPicture({ devices }: { devices: PreviewState['devices'] }) {
  const { lobby, device } = useMessages();
  const video = useRef<HTMLVideoElement>(null);
  const [isUpright, setUpright] = useState(false);
  const { microphone, camera } = devices;
  useShownTrack(video, camera.status === 'on' ? camera.track : undefined);
  const isAsking = camera.status === 'opening' || microphone.status === 'opening';

  function followShape({ currentTarget }: SyntheticEvent<HTMLVideoElement>): void {
    setUpright(currentTarget.videoHeight > currentTarget.videoWidth);
  }

  return (
    <div className={styles.frame}>
      <video
        ref={video}
        className={styles.video}
        hidden={camera.status !== 'on'}
        data-upright={isUpright}
        onLoadedMetadata={followShape}
        onResize={followShape}
        autoPlay
        playsInline
        muted
      />
      <div className={styles.words} role="status">
        {camera.status === 'off' && <p>{lobby.cameraOff}</p>}
        {isAsking && <p className={styles.asking}>{lobby.opening}</p>}
        {camera.status === 'failed' && <p>{device.camera[camera.failure.kind]}</p>}
        {microphone.status === 'failed' && <p>{device.microphone[microphone.failure.kind]}</p>}
        {(camera.status === 'failed' || microphone.status === 'failed') && <p>{lobby.joinAnyway}</p>}
      </div>
    </div>
  );
}

function useShownTrack(ref: RefObject<HTMLVideoElement | null>, track: MediaStreamTrack | undefined): void {
  useEffect(() => {
    const video = ref.current;
    if (!video || !track) return undefined;
    video.srcObject = new MediaStream([track]);
    return () => {
      video.srcObject = null;
    };
  }, [ref, track]);
}
