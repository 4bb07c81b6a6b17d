import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// The patches in this folder rely on internals of livekit-client, which each patch names in its comment under
// "Source:". These tests compare the internals with their fingerprints from the time when somebody last checked the
// patches.

const packageFolder = join(import.meta.dirname, '../../../node_modules/livekit-client');
const { version }: { version: string } = JSON.parse(
  readFileSync(join(packageFolder, 'package.json'), 'utf8'),
);

/** Hash of each member's source without comments and white space, by file and member of livekit-client. */
const fingerprints: Record<string, string> = {
  'src/room/PCTransport.ts createInitialOffer': 'a05035ccd871',
  'src/room/PCTransport.ts getConnectionState': 'b9a5b34171ce',
  'src/room/PCTransportManager.ts ensurePCTransportConnection': '49fd6ff7ca45',
  'src/room/PCTransportManager.ts ensureTransportConnected': '44e353b99de8',
  'src/room/RTCEngine.ts applyInitialPublisherLayout': '4442471f6757',
  'src/room/RTCEngine.ts attemptReconnect': '14b377b6ff6f',
  'src/room/RTCEngine.ts configure': 'aacabf30aafe',
  'src/room/RTCEngine.ts join': 'a7bbadb0aa89',
  'src/room/RTCEngine.ts reconnect': '57631bc69d15',
  'src/room/RTCEngine.ts restartConnection': '5b275047adfd',
  'src/room/RTCEngine.ts waitForPCReconnected': 'd8391bfbb319',
  'src/room/Room.ts cleanupRegistry': '6d4f91e02d06',
  'src/room/Room.ts handleAudioPlaybackFailed': 'f520a2082724',
  'src/room/Room.ts handleDeviceChange': 'c1846d4aad0a',
  'src/room/Room.ts handleDisconnect': '9a1bc2cb0fa9',
  'src/room/Room.ts handleRestarting': '15544a5f27c7',
  'src/room/Room.ts handleSignalRestarted': '0c99b3badff1',
  'src/room/Room.ts handleVideoPlaybackFailed': '47978e9f850e',
  'src/room/Room.ts onTrackAdded': '464e16c09776',
  'src/room/Room.ts registerRpcDataStreamHandler': '269bea88baf9',
  'src/room/Room.ts selectDefaultDevices': '37019da97efa',
  'src/room/Room.ts switchActiveDevice': 'fc96f78e46d5',
  'src/room/data-channel/ReliableDataChannel.ts send': '521f9f313a61',
  'src/room/data-stream/incoming/IncomingDataStreamManager.ts flushBufferedPackets': 'b544e6fa9421',
  'src/room/data-stream/incoming/IncomingDataStreamManager.ts handleDataStreamPacket': '19b0bbf9fb24',
  'src/room/data-stream/incoming/IncomingDataStreamManager.ts handleStreamChunk': '26e5d579a4b3',
  'src/room/data-stream/incoming/IncomingDataStreamManager.ts handleStreamHeader': 'ad793df4522a',
  'src/room/data-stream/incoming/IncomingDataStreamManager.ts handleStreamTrailer': '949e7b5f9b71',
  'src/room/data-stream/incoming/IncomingDataStreamManager.ts setConnected': 'e6f4ab48aaf7',
  'src/room/participant/LocalParticipant.ts republishAllTracks': 'c0c3ffbd17ce',
  'src/room/rpc/server/RpcServerManager.ts publishRpcResponse': '131f27d107b6',
  'src/room/track/LocalAudioTrack.ts checkForSilence': '5f687a8b29b3',
  'src/room/track/LocalTrack.ts restart': 'e89454ff41f3',
  'src/room/track/LocalTrack.ts setDeviceId': '37db790f6be9',
  'src/room/track/RemoteTrack.ts startMonitor': 'a3aa8e7197d7',
  'src/room/track/RemoteTrackPublication.ts handleVideoDimensionsChange': '4f968cb51b41',
  'src/room/track/RemoteTrackPublication.ts handleVisibilityChange': '194e40c0f231',
  'src/room/track/RemoteTrackPublication.ts isEnabled': 'd026e33453ed',
  'src/room/track/RemoteTrackPublication.ts setTrack': '42d7bc423e4e',
  'src/room/track/RemoteVideoTrack.ts observeElementInfo': '2d25e791c483',
  'src/room/track/RemoteVideoTrack.ts updateDimensions': '38929975215b',
  'src/room/track/RemoteVideoTrack.ts updateVisibility': '67ba9c8c9eaa',
  'src/room/track/Track.ts attach': 'f64fb9ad5fdf',
};

interface Reference {
  patch: string;
  file: string;
  /**
   * Name of a method or function of livekit-client. A name with a dot stands for any text that the file has to contain.
   */
  name: string;
}

const patches = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => {
    const text = readFileSync(join(import.meta.dirname, name), 'utf8');
    const comments = [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].map(([comment]) =>
      comment.replaceAll(/\n\s*\*/g, ''),
    );
    return { name, comments: comments.filter((comment) => comment.includes('Symptom:')) };
  });

const references = patches.flatMap(({ name: patch, comments }) =>
  comments.flatMap((comment) => {
    const source = /Source: livekit-client [\d.]+, (.*?)\.? Remove when:/s.exec(comment)?.[1] ?? '';
    return source.split('; ').flatMap((part): Reference[] => {
      const [, file = '', names = ''] = /^(\S+) (.*)$/s.exec(part) ?? [];
      return [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => ({ patch, file, name }));
    });
  }),
);

/**
 * The source text of a method or function. The end is found by Prettier's layout: an empty line, then a line that is
 * indented no deeper than the first.
 */
function memberText(source: string, name: string): string | undefined {
  const words = '(?:(?:export|private|protected|static|readonly|async|get|set|function) )*';
  const member = new RegExp(
    `^( {0,2})${words}${name}(?= =|\\().*?(?=\\n\\n\\1\\S|\\n\\}|$(?![\\s\\S]))`,
    'ms',
  );
  return member
    .exec(source)?.[0]
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    .replaceAll(/\s+/g, ' ');
}

/**
 * A sentence that says how the source of a livekit-client member differs from its fingerprint; `undefined` if both are
 * the same.
 */
function problem({ patch, file, name }: Reference): string | undefined {
  const path = join(packageFolder, file);
  const source = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (name.includes('.')) {
    if (source.includes(name)) return undefined;
    return `livekit-client ${version} has no ${name} in ${file} any more: check whether ${patch} can be removed.`;
  }
  const text = memberText(source, name);
  if (text === undefined) {
    return `livekit-client ${version} has no ${name} in ${file} any more: find out what ${patch} has to patch now, or whether it can be removed.`;
  }
  const key = `${file} ${name}`;
  const found = createHash('sha256').update(text).digest('hex').slice(0, 12);
  if (found === fingerprints[key]) return undefined;
  return `livekit-client ${version} has changed ${name} in ${file}, which ${patch} relies on. Compare both versions, then set '${key}': '${found}' in contract.test.ts.`;
}

test('the installed livekit-client has the same internals as the one that the patches were written for', () => {
  expect(references.map(problem).filter((sentence) => sentence !== undefined)).toEqual([]);
});

test('every fingerprint belongs to a patch', () => {
  const used = new Set(references.map(({ file, name }) => `${file} ${name}`));
  expect(Object.keys(fingerprints).filter((key) => !used.has(key))).toEqual([]);
});

test('each patch states its symptom, cause, source and when to remove it', () => {
  const headings = /Symptom: .* Cause: .* Source: livekit-client [\d.]+, .* Remove when: /s;
  const withoutOne = patches.flatMap(({ name, comments }) =>
    comments.length > 0 && comments.every((comment) => headings.test(comment)) ? [] : [name],
  );
  // patchClient.ts is the only file without such a comment: it relies on no internals itself, because it only calls
  // other patches.
  expect(withoutOne).toEqual(['patchClient.ts']);
});
