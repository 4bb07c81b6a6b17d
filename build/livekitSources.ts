import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync, type Plugin } from 'vite';
import { compactProtocol, describeProtocol } from './compactProtocol.ts';
import { EventEmitter } from './eventEmitter.ts';
import { NoDataTracks } from './noDataTracks.ts';
import { NoRegions } from './noRegions.ts';
import { privateMembers, withShortNames } from './privateMembers.ts';
import { onlyParse, readProperties, withoutAttributes } from './smallerSdp.ts';
import { withoutLogging } from './withoutLogging.ts';
import { usedOf, withoutMembers, type UnusedMembers } from './withoutMembers.ts';

const sourceFolder = fileURLToPath(new URL('../node_modules/livekit-client/src/', import.meta.url));
const sources = `${sourceFolder}index.ts`;
const dataTracks = fileURLToPath(new URL('noDataTracks.ts', import.meta.url));
const regions = fileURLToPath(new URL('noRegions.ts', import.meta.url));
const eventEmitter = fileURLToPath(new URL('eventEmitter.ts', import.meta.url));
const compactMessages = fileURLToPath(new URL('compactMessages.ts', import.meta.url));
const protocolId = '\0compact-protocol';
/** Source code of modules that replace unused modules of livekit-client, by module id. */
const standIns: Record<string, string> = {
  '\0no-encryption': 'export class E2EEManager {}',
  '\0no-data-tracks': `export { NoDataTracks as default } from ${JSON.stringify(dataTracks)};`,
  '\0no-regions': `export { NoRegions as RegionUrlProvider } from ${JSON.stringify(regions)};
    export const DEFAULT_MAX_AGE_MS = 0;`,
  '\0no-recorder': 'export class LocalTrackRecorder {} export const isRecordingSupported = () => false;',
  '\0no-frame-metadata':
    'export class FrameMetadataManager { setup() {} } export { FrameMetadataManager as PacketTrailerManager };',
  '\0no-logger': `const skip = () => {};
    const log = { trace: skip, debug: skip, info: skip, warn: skip, error: skip };
    export { log as default, log as workerLogger, skip as setLogLevel, skip as setLogExtension, skip as onWorkerLogLevelChanged };
    export const getLogger = () => log;
    export const LoggerNames = {};
    export const LogLevel = {};`,
  '\0no-json': `const fail = () => { throw new Error('livekit-client was built without its JSON format.'); };
    export const makeJsonFormat = () => new Proxy({}, { get: () => fail });`,
};

/**
 * Methods in livekit-client 2.23.0 and machina 7.0.1 that the app does not use: LiveKit's own tests, shortcuts for byte
 * streams, telephones, data tracks, encryption, regions of LiveKit Cloud, an older chat, statistics, a second codec, and
 * details of a few settings; and methods of the messages in @bufbuild/protobuf 1.10.
 */
const unusedMembers: Record<string, UnusedMembers> = {
  'livekit-client/src/api/SignalClient.ts': { removed: ['sendSimulateScenario', 'sendUpdateVideoLayers'] },
  'livekit-client/src/room/PCTransport.ts': { removed: ['getConnectedAddress'] },
  'livekit-client/src/room/PCTransportManager.ts': { removed: ['getConnectedAddress'] },
  'livekit-client/src/room/RTCEngine.ts': {
    removed: [
      'createSimulcastSender',
      'createSimulcastTransceiverSender',
      'dataSubscriberReadyState',
      'failNext',
      'flowControlFor',
      'getConnectedServerAddress',
      'waitForBufferHeadroom',
    ],
    emptied: ['setupFrameMetadataSender'],
  },
  'livekit-client/src/room/Room.ts': {
    removed: [
      'acquireEmptyAudioStreamTrack',
      'logWebRTCStats',
      'prepareConnection',
      'setE2EEEnabled',
      'releaseAcquiredEmptyAudioTrack',
      'simulateParticipants',
      'simulateScenario',
    ],
    // `setStatsLogging` would collect the connection's statistics every few seconds, only to log them.
    // `releaseAcquiredEmptyAudioTracks` would release tracks that only `simulateParticipants` makes, which is removed.
    emptied: ['setStatsLogging', 'releaseAcquiredEmptyAudioTracks'],
  },
  'livekit-client/src/room/data-stream/outgoing/OutgoingDataStreamManager.ts': {
    removed: ['sendBytes', 'sendFile'],
  },
  'livekit-client/src/room/participant/LocalParticipant.ts': {
    removed: [
      'editChatMessage',
      'enableCameraAndMicrophone',
      'publishDataTrack',
      'publishDtmf',
      'sendBytes',
      'sendChatMessage',
      'sendFile',
      'setTrackSubscriptionPermissions',
      'unpublishTracks',
    ],
    // Would send a second codec, which the room's options turn off (src/call/roomOptions.ts).
    emptied: ['publishAdditionalCodecForTrack'],
  },
  'livekit-client/src/room/participant/Participant.ts': { removed: ['waitUntilActive'] },
  // `monitorSender` and `monitorReceiver` would collect the statistics of a track every two seconds, for bit rates that
  // the app does not read. `checkForSilence` is turned off (src/session/livekit/skipUnusedWork.ts).
  'livekit-client/src/room/track/LocalAudioTrack.ts': {
    removed: ['getSenderStats'],
    emptied: ['checkForSilence', 'monitorSender'],
  },
  'livekit-client/src/room/track/LocalVideoTrack.ts': {
    removed: [
      'addSimulcastTrack',
      'getSenderStats',
      'prioritizePerformance',
      'setPublishingQuality',
      'setSimulcastTrackSender',
    ],
    emptied: ['monitorSender'],
  },
  'livekit-client/src/room/track/RemoteAudioTrack.ts': {
    removed: ['getReceiverStats', 'setWebAudioPlugins'],
    emptied: ['monitorReceiver'],
  },
  'livekit-client/src/room/track/RemoteTrack.ts': { removed: ['getPlayoutDelay', 'setPlayoutDelay'] },
  'livekit-client/src/room/track/RemoteTrackPublication.ts': { removed: ['setVideoDimensions'] },
  'livekit-client/src/room/track/RemoteVideoTrack.ts': {
    removed: ['getDecoderImplementation', 'getReceiverStats', 'lookupFrameMetadata'],
    emptied: ['monitorReceiver'],
  },
  // The app's messages are neither compared nor copied nor written as JSON.
  '@bufbuild/protobuf/dist/esm/message.js': {
    removed: [],
    removedUnchecked: ['clone', 'equals', 'fromJson', 'fromJsonString', 'toJSON', 'toJson', 'toJsonString'],
  },
  '@bufbuild/protobuf/dist/esm/private/util-common.js': { removed: [], emptied: ['clone', 'equals'] },
  'machina/dist/index.mjs': {
    removed: [
      'bubbleNohandler',
      'collectChildSnapshots',
      'compositeState',
      'dehydrate',
      'isChildActiveForClient',
      'planSnapshotWrites',
      'rehydrate',
      'rehydrateCompositePath',
      'snapshotDeferredInput',
    ],
    // These methods are for state machines within state machines, which livekit-client does not have.
    emptied: ['setupChildSubscriptions', 'wrapChildLinks'],
  },
};

/**
 * Folders of livekit-client with code that the build leaves out, or that nothing in the app imports. The messages that
 * only they use are left out as well.
 */
const unusedFolders = /\/(connectionHelper|data-track|e2ee|frameMetadata|token-source|test)\//;

/** Returns every word in the code that may read or make LiveKit's messages: livekit-client and the app. */
function wordsOfUsers(): Set<string> {
  const words = new Set<string>();
  for (const folder of ['node_modules/livekit-client/src', 'src', 'common']) {
    const path = fileURLToPath(new URL(`../${folder}/`, import.meta.url));
    for (const name of readdirSync(path, { recursive: true, encoding: 'utf8' })) {
      if (!/(?<!\.test|\.d)\.tsx?$/.test(name) || unusedFolders.test(`/${name}`)) continue;
      const code = readFileSync(`${path}${name}`, 'utf8');
      const used = folder.startsWith('node_modules') ? smaller(`livekit-client/src/${name}`, code) : code;
      for (const [word] of withoutComments(name, used).matchAll(/\w+/g)) words.add(word);
    }
  }
  return words;
}

function withoutComments(path: string, code: string): string {
  const { comments } = parseSync(path, code);
  return comments.reduceRight((text, { start, end }) => `${text.slice(0, start)} ${text.slice(end)}`, code);
}

/** Returns a file of sdp-transform without what livekit-client does not use of it. */
function smallerSdp(file: string, code: string): string {
  if (file.endsWith('/parser.js')) return onlyParse(code);
  if (!file.endsWith('/grammar.js')) return code;
  const reader = `${sourceFolder}room/PCTransport.ts`;
  return withoutAttributes(code, readProperties(reader, readFileSync(reader, 'utf8')));
}

/** Returns a source file of a library without its log calls and the members that the app does not use. */
function smaller(file: string, code: string): string {
  const unused = unusedMembers[file];
  return withoutLogging(file, unused ? withoutMembers(file, code, unused) : code);
}

/**
 * Returns the id of the module that stands in for a module of livekit-client, or `undefined` when the module itself is
 * built.
 */
function standInFor(id: string): string | undefined {
  if (/\/(Incoming|Outgoing)DataTrackManager$/.test(id)) return '\0no-data-tracks';
  if (id.endsWith('/RegionUrlProvider')) return '\0no-regions';
  if (id === 'webrtc-adapter' || id.endsWith('/e2ee/E2eeManager')) return '\0no-encryption';
  if (/\/(track\/)?record$/.test(id)) return '\0no-recorder';
  if (id === 'events') return eventEmitter;
  if (/^[./]+\/logger$/.test(id)) return '\0no-logger';
  if (id.endsWith('/FrameMetadataManager')) return '\0no-frame-metadata';
  return id === './json-format.js' ? '\0no-json' : undefined;
}

/**
 * Builds livekit-client from the sources in its package: 83 kB gzip instead of 138.
 *
 * - Its published bundle is compiled for browsers of 2020; the app's browsers need no such rewriting.
 * - webrtc-adapter is left out. It changes nothing in browsers that support our style sheets (`light-dark()`: Chromium
 *   123, Firefox 120, Safari 17.5): each of its shims first checks whether it is needed (webrtc-adapter 9.0.6), and
 *   livekit-client does not use the old API forms that it still wraps in Safari.
 * - End-to-end encryption is left out: the room does not offer it, and `new Room` without `e2ee` never reaches it.
 * - LiveKit's messages are described in a compact form, without the fields that no code mentions (compactProtocol.ts).
 * - Private and internal members have short names (privateMembers.ts).
 * - The package `events` is replaced by the few methods that are called (eventEmitter.ts).
 * - sdp-transform has only the attributes that the client reads (smallerSdp.ts).
 * - Data tracks are left out: the room does not use them (noDataTracks.ts).
 * - The choice between regions of LiveKit Cloud is left out: a self-hosted server has no regions (noRegions.ts).
 * - The recorder of a microphone's first words (`preConnectBuffer`) is left out: it is for LiveKit's agents.
 * - Frame metadata is left out: it needs a worker in `new Room`'s options.
 * - Logging is left out: the app turns it off (src/call/connection.ts, withoutLogging.ts).
 * - Members that the app does not use are left out (`unusedMembers`): bundlers can't know that nobody calls a method. The
 *   build fails if one of them is used or does not exist any more.
 * - The JSON format of LiveKit's messages (@bufbuild/protobuf 1.10) is left out: signalling is binary. Only
 *   `TokenSource`, which the app does not use, and signalling in JSON (`useJSON`) need it. Calling it throws an error
 *   with a clear message.
 *
 * Remove when livekit-client publishes a bundle for current browsers (docs/decisions/0010).
 */
export function livekitSources(): Plugin {
  /** Made when the first file of the client is built: it reads many files, and only builds need it. */
  let shortNames: ReadonlyMap<string, string> | undefined;
  const makeShortNames = () =>
    privateMembers([
      ...Object.values(unusedMembers).flatMap(({ removed, emptied = [] }) => removed.concat(emptied)),
      ...Object.values(standIns).flatMap((code) => code.match(/\w+/g) ?? []),
      ...Object.getOwnPropertyNames(EventEmitter.prototype),
      ...Object.getOwnPropertyNames(NoDataTracks.prototype),
      ...Object.getOwnPropertyNames(NoRegions.prototype),
    ]);
  const filesToCome = new Set(Object.keys(unusedMembers));
  return {
    name: 'livekit-sources',
    enforce: 'pre',
    apply: 'build',
    config: () => ({
      oxc: {
        // Compiles class fields as livekit-client's own build does: a field that a subclass declares again without a
        // value keeps the value from the base class.
        assumptions: { setPublicClassFields: true },
        typescript: { removeClassFieldsWithoutInitializer: true },
      },
    }),
    resolveId(id) {
      if (id === 'livekit-client') return sources;
      if (id === '@livekit/protocol') return protocolId;
      return standInFor(id);
    },
    load: (id) =>
      id === protocolId ? compactProtocol(describeProtocol(wordsOfUsers()), compactMessages) : standIns[id],
    transform: {
      filter: { id: /\/node_modules\/(livekit-client\/src|machina|sdp-transform|@bufbuild\/protobuf)\// },
      handler(code, id) {
        const file = id.slice(id.lastIndexOf('/node_modules/') + '/node_modules/'.length);
        if (code.includes('_child') && !file.startsWith('machina/')) {
          throw new Error(
            `${file} may use state machines within state machines (_child), which the build leaves out. Remove those parts of machina from build/livekitSources.ts.`,
          );
        }
        filesToCome.delete(file);
        if (file.startsWith('sdp-transform/')) return { code: smallerSdp(file, code), map: null };
        if (file.startsWith('@bufbuild/')) {
          const unused = unusedMembers[file];
          return unused && { code: withoutMembers(file, code, unused), map: null };
        }
        // The original source map stays valid, because the removed code was overwritten in place, without moving
        // anything.
        const text = smaller(file, code);
        shortNames ??= makeShortNames();
        const shorter = file.startsWith('machina/') ? text : withShortNames(file, text, shortNames);
        return { code: shorter, map: null, moduleSideEffects: false };
      },
    },
    generateBundle(_options, bundle) {
      if (filesToCome.size > 0) {
        throw new Error(
          `There is no ${[...filesToCome].join(', ')} any more. Adapt the names of files in build/livekitSources.ts.`,
        );
      }
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue;
        const used = Object.values(unusedMembers).flatMap(({ removed }) => usedOf(output.code, removed));
        if (used.length > 0) {
          throw new Error(
            `${output.fileName} uses ${used.join(', ')}, which the build leaves out. Remove the names from build/livekitSources.ts.`,
          );
        }
      }
    },
  };
}
