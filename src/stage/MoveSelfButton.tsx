import { Move } from 'lucide';
import type { KeyboardEvent } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { TileButton } from './TileButton.tsx';

/** Moves one's own small picture: arrow keys into a corner, a press into the next one. */
export function MoveSelfButton({
  onKeyDown,
  onMove,
}: {
  onKeyDown: (event: KeyboardEvent) => void;
  onMove: () => void;
}) {
  const { view } = useRoomMessages();
  return <TileButton icon={Move} name={view.moveSelf} onKeyDown={onKeyDown} onClick={onMove} />;
}
