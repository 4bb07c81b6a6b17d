import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { deviceKinds } from '../media/own/deviceChoices.ts';
import type { PreviewState } from '../media/own/preview.ts';
import { isolate } from '../messages/isolate.ts';
import { useFollowed } from '../useFollowed.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import type { Session } from '../session/createSession.ts';
import type { Switch } from '../rememberedSwitch.ts';
import { markUpright, part } from '../start/page/parts.ts';
import styles from './PreviewVideo.module.css';

interface PreviewVideoProps {
  devices: PreviewState['devices'];
  selfMirror: Switch;
  here: Session['here'];
  /** Is set to the position and size of the video when the video disappears; `undefined` if there is none. */
  place: RefObject<DOMRect | undefined>;
}

/** The guest's own video, mirrored unless the guest chose otherwise, or a message that says why there is no video. */
export function PreviewVideo({ devices, selfMirror, here, place }: PreviewVideoProps) {
  const { lobby, lobbyHelp, device } = useMessages();
  const video = useRef<HTMLVideoElement>(null);
  const isMirrorWanted = useFollowed(selfMirror);
  const others = useFollowed(here);
  const { microphone, camera } = devices;
  useLayoutEffect(() => {
    const shown = video.current;
    return () => {
      place.current = shown?.hidden === false ? shown.getBoundingClientRect() : undefined;
    };
  }, [place]);
  useShownTrack(video, camera.status === 'on' ? camera.track : undefined);
  const problems = (['camera', 'microphone'] as const).flatMap((kind) => {
    const state = devices[kind];
    return state.status === 'failed' ? [{ kind, problem: state.failure.kind }] : [];
  });
  // On an insecure page there is one message for both devices, because the page is the cause.
  const isInsecure = problems.some(({ problem }) => problem === 'insecure_page');
  const failed = isInsecure ? [] : problems;
  const isAsking = camera.status === 'opening' || microphone.status === 'opening';

  return (
    <div className={styles.frame}>
      <video
        ref={video}
        className={styles.video}
        hidden={camera.status !== 'on'}
        data-mirrored={isMirrorWanted && !isBack(camera)}
        onResize={({ currentTarget }) => markUpright(currentTarget)}
        autoPlay
        playsInline
        muted
      />
      <div className={styles.words} role="status">
        {others && <p>{lobby.here(others.count, others.name && isolate(others.name))}</p>}
        {camera.status === 'off' && <p>{lobby.cameraOff}</p>}
        {isAsking && (
          <p {...part('asking')} className={styles.asking}>
            {lobby.opening}
          </p>
        )}
        {isInsecure && <p>{lobbyHelp.insecurePage}</p>}
        {failed.map(({ kind, problem }) => (
          <p key={kind}>{device[kind][problem]}</p>
        ))}
        {deviceKinds.map((kind) => {
          const state = devices[kind];
          return (
            state.status === 'on' &&
            state.isOther && <p key={kind}>{device[kind].other(state.track.label)}</p>
          );
        })}
        {failed.length > 0 && <p>{lobby.joinAnyway}</p>}
      </div>
    </div>
  );
}

/**
 * Whether the camera is on the back of a phone. Its video is not mirrored, because people show things and text with it.
 */
function isBack(camera: PreviewState['devices']['camera']): boolean {
  return camera.status === 'on' && camera.track.getSettings().facingMode === 'environment';
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
