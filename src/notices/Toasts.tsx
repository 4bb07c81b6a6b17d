import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { later } from '../ui/later.tsx';
import { untilLoaded } from '../untilLoaded.ts';

const ToastList = later(async () => (await untilLoaded(() => import('./ToastList.tsx'))).ToastList);

/** The toasts over the stage. Their view is loaded with the first toast. */
export function Toasts() {
  const isNeeded = useFollowed(useMeeting().toasts, ({ length }) => length > 0);
  return isNeeded && <ToastList onNotLoaded={() => {}} />;
}
