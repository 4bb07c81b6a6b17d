import { join } from 'node:path';
import type { Page } from 'playwright';
import type * as LiveKit from 'livekit-client';

const client = join(
  import.meta.dirname,
  '..',
  'node_modules',
  'livekit-client',
  'dist',
  'livekit-client.umd.js',
);

/**
 * Participants that fill a room for screenshots. All of them run in one hidden page, send a small video and receive no
 * media.
 */
export interface Extras {
  /** Lets more of these participants join, until there are `count`. */
  growTo: (count: number) => Promise<void>;
  /**
   * Lets one of these participants raise a hand, write a message, share a screen and the like. The one who joined first has
   * the index 0.
   */
  act: (index: number, action: Action) => Promise<void>;
  /** Lets all these participants leave. */
  dismiss: () => Promise<void>;
}

type Action = 'message' | 'raise hand' | 'lower hand' | 'react' | 'share';

const names = [
  'Ben',
  'Chloé',
  '大輔',
  'Esther',
  'Farid',
  'さくら',
  'Hugo',
  'Ines',
  'Jonas',
  'Kavya',
  '美咲',
  'Liam',
];

/**
 * Loads into a page what participants for screenshots need, so that they can join from there.
 *
 * @param room the room that these participants join; by default the token endpoint's default room
 */
export async function hireExtras(page: Page, tokenEndpoint: string, room?: string): Promise<Extras> {
  await page.addScriptTag({ path: client });
  let count = 0;
  return {
    async growTo(wanted) {
      for (; count < wanted; count += 1) {
        const name = names[count % names.length] ?? 'Guest';
        await page.evaluate(joinAsExtra, {
          tokenEndpoint,
          room,
          name,
          seed: count + 1,
          hasCamera: count % 5 !== 2,
        });
      }
    },
    act: (index, action) => page.evaluate(actAsExtra, { index, action }),
    dismiss: () => page.evaluate(leaveAsExtras),
  };
}

interface Extra {
  tokenEndpoint: string;
  room: string | undefined;
  name: string;
  seed: number;
  hasCamera: boolean;
}

/** Joins the room as one more participant for screenshots. Runs in the page. */
async function joinAsExtra({ tokenEndpoint, room: roomName, name, seed, hasCamera }: Extra): Promise<void> {
  const { Room, Track }: typeof LiveKit = Reflect.get(globalThis, 'LivekitClient');
  const answer = await fetch(tokenEndpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ participant_name: name, room_name: roomName }),
  });
  const { server_url: url, participant_token: token } = await answer.json();
  const room = new Room();
  await room.connect(url, token, { autoSubscribe: false });
  const all: LiveKit.Room[] = Reflect.get(globalThis, 'extras') ?? [];
  Reflect.set(globalThis, 'extras', [...all, room]);
  if (!hasCamera) return;
  const drawPortrait: (seed: number) => MediaStreamTrack = Reflect.get(globalThis, 'drawPortrait');
  await room.localParticipant.publishTrack(drawPortrait(seed), {
    source: Track.Source.Camera,
    simulcast: false,
    videoEncoding: { maxBitrate: 400_000, maxFramerate: 5 },
  });
}

/** Lets one of the participants for screenshots act. Runs in the page. */
async function actAsExtra({ index, action }: { index: number; action: Action }): Promise<void> {
  const { Track }: typeof LiveKit = Reflect.get(globalThis, 'LivekitClient');
  const all: LiveKit.Room[] = Reflect.get(globalThis, 'extras');
  const guest = all[index]?.localParticipant;
  if (!guest) throw new Error(`There is no guest ${String(index)}.`);
  if (action === 'message') {
    await guest.sendText('Can everyone see the second chart? 二枚目の表です。', { topic: 'lk.chat' });
  } else if (action === 'react') {
    await guest.publishData(new TextEncoder().encode('🎉'), { topic: 'first-room.reaction' });
  } else if (action === 'share') {
    const drawPortrait: (seed: number) => MediaStreamTrack = Reflect.get(globalThis, 'drawPortrait');
    await guest.publishTrack(drawPortrait(9), { source: Track.Source.ScreenShare, simulcast: false });
  } else {
    await guest.setAttributes({ 'first-room.hand': action === 'raise hand' ? String(Date.now()) : '' });
  }
}

/** Lets all participants for screenshots leave the room. Runs in the page. */
async function leaveAsExtras(): Promise<void> {
  const all: LiveKit.Room[] = Reflect.get(globalThis, 'extras');
  for (const room of all) await room.disconnect();
}
