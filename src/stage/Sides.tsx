import { useEffect, useRef, type RefObject } from 'react';
import styles from './TileView.module.css';

/** Size of the copied video in pixels. It is so small that the browser's enlargement blurs the copy. */
const size = { width: 6, height: 4 };

const everyMs = 5000;

/**
 * Fills the sides of an upright video in a wide tile with a dark, blurred copy of the video, drawn every few seconds.
 */
export function Sides({ of: video }: { of: RefObject<HTMLVideoElement | null> }) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    const from = video.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !from || !context) return undefined;
    const draw = () => {
      const isSeen = canvas.clientWidth > from.clientWidth && !document.hidden;
      if (!isSeen || from.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
      context.drawImage(from, 0, 0, size.width, size.height);
      context.fillStyle = 'rgb(0 0 0 / 55%)';
      context.fillRect(0, 0, size.width, size.height);
    };
    draw();
    from.addEventListener('resize', draw);
    const timer = setInterval(draw, everyMs);
    return () => {
      from.removeEventListener('resize', draw);
      clearInterval(timer);
    };
  }, [video]);
  return <canvas ref={ref} {...size} className={styles.sides} aria-hidden="true" />;
}
