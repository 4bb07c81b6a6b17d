import type * as LivekitClient from 'livekit-client';
import type { Page } from 'playwright/test';
import { loadLivekit } from './loadLivekit.ts';

declare global {
  interface Window {
    /** Makes the named guest the only simulated one who speaks; without a name nobody speaks. */
    speak: (name?: string) => void;
    /**
     * Sets how many times a second the videos of the simulated guests change. At first they change 5 times a second.
     */
    draw: (timesPerSecond: number) => void;
  }
}

/**
 * Simulcast layers of the simulated guests' cameras, with bit rates in bit/s. Their sum is below the bit rate that
 * Chromium starts with, so that both layers are sent at once.
 */
export const crowdLayers = [
  { width: 320, height: 180, bitrate: 60_000 },
  { width: 640, height: 360, bitrate: 160_000 },
] as const;

/**
 * Lets simulated guests join who need little CPU time: all of them run in one page, with LiveKit's client but without
 * the app. Each publishes a drawing in two layers, of which dynacast encodes only the layers that somebody receives,
 * and a microphone that is silent until `speak`.
 *
 * @param page a page on the server's origin
 *
 * @param framesPerSecond the highest frame rate of a camera
 */
export async function letCrowdIn(
  page: Page,
  room: string,
  names: readonly string[],
  framesPerSecond = 5,
): Promise<void> {
  await loadLivekit(page);
  await page.evaluate(enter, { room, names, framesPerSecond, layers: crowdLayers });
}

/** Lets the simulated guests join. Runs in the page. */
async function enter(crowd: {
  room: string;
  names: readonly string[];
  framesPerSecond: number;
  layers: typeof crowdLayers;
}): Promise<void> {
  const { framesPerSecond } = crowd;
  const [small, large] = crowd.layers;
  const livekit: typeof LivekitClient = Reflect.get(globalThis, 'LivekitClient');
  const sound = new AudioContext();
  await sound.resume();
  const tone = sound.createOscillator();
  tone.start();
  const voices = new Map<string, GainNode>();
  window.speak = (speaker) => {
    for (const [name, voice] of voices) voice.gain.value = name === speaker ? 0.5 : 0;
  };

  const drawings: (() => void)[] = [];
  let drawAll: number | undefined;
  window.draw = (timesPerSecond) => {
    clearInterval(drawAll);
    drawAll = window.setInterval(() => {
      for (const draw of drawings) draw();
    }, 1000 / timesPerSecond);
  };
  window.draw(5);

  function openMicrophone(name: string): MediaStreamTrack | undefined {
    const voice = sound.createGain();
    voice.gain.value = 0;
    voices.set(name, voice);
    const microphone = sound.createMediaStreamDestination();
    tone.connect(voice).connect(microphone);
    return microphone.stream.getAudioTracks()[0];
  }

  function openCamera(): MediaStreamTrack | undefined {
    const canvas = document.createElement('canvas');
    canvas.width = large.width;
    canvas.height = large.height;
    const drawing = canvas.getContext('2d');
    // Makes every frame different, so that the encoder has something to send, but only a little: with more, it would
    // drop frames to stay within the bit rate of its layer.
    drawings.push(() => {
      if (!drawing) return;
      drawing.fillStyle = `hsl(${Math.random() * 360} 60% 50%)`;
      drawing.fillRect(Math.random() * large.width, Math.random() * large.height, 20, 20);
    });
    return canvas.captureStream(framesPerSecond).getVideoTracks()[0];
  }

  async function enterOne(name: string): Promise<void> {
    const answer = await fetch('/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ room_name: crowd.room, participant_name: name }),
    });
    const grant: { server_url: string; participant_token: string } = await answer.json();
    const room = new livekit.Room({ dynacast: true });
    await room.connect(grant.server_url, grant.participant_token, { autoSubscribe: false });
    const [camera, microphone] = [openCamera(), openMicrophone(name)];
    if (!camera || !microphone) throw new Error('There is nothing to publish.');
    await room.localParticipant.publishTrack(microphone, { source: livekit.Track.Source.Microphone });
    await room.localParticipant.publishTrack(camera, {
      source: livekit.Track.Source.Camera,
      // Keeps the resolution, which the encoder would otherwise reduce when the CPU is busy.
      degradationPreference: 'maintain-resolution',
      videoEncoding: { maxBitrate: large.bitrate, maxFramerate: framesPerSecond },
      videoSimulcastLayers: [
        new livekit.VideoPreset(small.width, small.height, small.bitrate, framesPerSecond),
      ],
    });
  }
  await Promise.all(crowd.names.map((name) => enterOne(name)));
}
