import { Move } from 'lucide';
import type { KeyboardEvent } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { TileButton } from './TileButton.tsx';

/**
 * Button that moves the guest's own small tile to another corner: an arrow key chooses the corner, a click moves the
 * tile to the next one.
 */
export function MoveSelfButton({
  onKeyDown,
  onMove,
}: {
  onKeyDown: (event: KeyboardEvent) => void;
  onMove: () => void;
}) {
  const { view } = useRoomMessages();
  return (
    <TileButton
      icon={Move}
      name={view.moveSelf}
      aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown"
      onKeyDown={onKeyDown}
      onClick={onMove}
    />
  );
}
