import { Track } from 'livekit-client';
import { isolate } from '../messages/isolate.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useName } from '../room/useParticipant.ts';
import type { Tile } from './useTiles.ts';

/** What stands on a tile: `label` also says that it is the guest's own, or a screen; `name` is the participant's alone. */
export function useTileLabel({ participant, source }: Tile): { name: string; label: string } {
  const { stage } = useRoomMessages();
  const name = useName(participant);
  const text = isolate(name);
  if (source === Track.Source.ScreenShare) return { name, label: stage.yourScreen(text) };
  return { name, label: participant.isLocal ? stage.you(text) : text };
}
