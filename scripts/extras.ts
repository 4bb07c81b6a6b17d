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

/** Background guests for screenshots: all of them run in one page, send a small video and receive none. */
export interface Extras {
  /** Lets more of them join, until there are `count`. */
  growTo: (count: number) => Promise<void>;
}

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

/** @param page an empty page on the room's origin, prepared with `showPortraits` */
export async function hireExtras(page: Page, tokenEndpoint: string): Promise<Extras> {
  await page.addScriptTag({ path: client });
  let count = 0;
  return {
    async growTo(wanted) {
      for (; count < wanted; count += 1) {
        const name = names[count % names.length] ?? 'Guest';
        await page.evaluate(joinAsExtra, {
          tokenEndpoint,
          name,
          seed: count + 1,
          hasCamera: count % 5 !== 2,
        });
      }
    },
  };
}

interface Extra {
  tokenEndpoint: string;
  name: string;
  seed: number;
  hasCamera: boolean;
}

/** Runs in the page. */
async function joinAsExtra({ tokenEndpoint, name, seed, hasCamera }: Extra): Promise<void> {
  const { Room, Track }: typeof LiveKit = Reflect.get(globalThis, 'LivekitClient');
  const answer = await fetch(tokenEndpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ participant_name: name }),
  });
  const { server_url: url, participant_token: token } = await answer.json();
  const room = new Room();
  await room.connect(url, token, { autoSubscribe: false });
  if (!hasCamera) return;
  const drawPortrait: (seed: number) => MediaStreamTrack = Reflect.get(globalThis, 'drawPortrait');
  await room.localParticipant.publishTrack(drawPortrait(seed), {
    source: Track.Source.Camera,
    simulcast: false,
    videoEncoding: { maxBitrate: 400_000, maxFramerate: 5 },
  });
}
