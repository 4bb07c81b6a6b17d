import { useFollowed, useMeeting } from '../room/MeetingContext.tsx';
import { later } from '../ui/later.tsx';

const ToastList = later(async () => (await import('./ToastList.tsx')).ToastList);

/** Toasts over the stage. Their view is loaded with the first of them; without it they are only announced by screen readers. */
export function Toasts() {
  const isNeeded = useFollowed(useMeeting().toasts, ({ length }) => length > 0);
  return isNeeded && <ToastList onNotLoaded={() => {}} />;
}
