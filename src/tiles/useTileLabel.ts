import { Track } from 'livekit-client';
import { isolate } from '../messages/isolate.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useName } from '../room/useParticipant.ts';
import type { Tile } from '../meeting/tiles.ts';

/** The texts of a tile: `name` is the participant's name; `label` also says if it is the guest's own tile or a screen. */
export function useTileLabel({ participant, source }: Tile): { name: string; label: string } {
  const { stage } = useRoomMessages();
  const name = useName(participant);
  const text = isolate(name);
  if (source === Track.Source.ScreenShare) return { name, label: stage.yourScreen(text) };
  return { name, label: participant.isLocal ? stage.you(text) : text };
}
