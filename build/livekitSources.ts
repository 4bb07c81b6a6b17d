import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { withoutLogging } from './withoutLogging.ts';

const sourceFolder = fileURLToPath(new URL('../node_modules/livekit-client/src/', import.meta.url));
const sources = `${sourceFolder}index.ts`;
const dataTracks = fileURLToPath(new URL('noDataTracks.ts', import.meta.url));
/** Source of the stand-in modules, by id. */
const standIns: Record<string, string> = {
  '\0no-encryption': 'export class E2EEManager {}',
  '\0no-data-tracks': `export { NoDataTracks as default } from ${JSON.stringify(dataTracks)};`,
  '\0no-recorder': 'export class LocalTrackRecorder {} export const isRecordingSupported = () => false;',
  '\0no-statistics': 'export const summarizeStatsReport = () => undefined;',
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
 * Returns the id of the stand-in for a module that livekit-client imports, or `undefined` when the module itself is
 * built.
 */
function standInFor(id: string): string | undefined {
  if (/\/(Incoming|Outgoing)DataTrackManager$/.test(id)) return '\0no-data-tracks';
  if (id === 'webrtc-adapter' || id.endsWith('/e2ee/E2eeManager')) return '\0no-encryption';
  if (/\/(track\/)?record$/.test(id)) return '\0no-recorder';
  if (id.endsWith('/statsSummary')) return '\0no-statistics';
  if (/^[./]+\/logger$/.test(id)) return '\0no-logger';
  if (id.endsWith('/FrameMetadataManager')) return '\0no-frame-metadata';
  return id === './json-format.js' ? '\0no-json' : undefined;
}

/**
 * Builds livekit-client from the sources in its package: 101 kB gzip instead of 138.
 *
 * - Its published bundle is compiled for browsers of 2020; ours need no such rewriting.
 * - webrtc-adapter is left out. It changes nothing in browsers that support our style sheets (`light-dark()`: Chromium
 *   123, Firefox 120, Safari 17.5): each of its shims first checks whether it is needed (webrtc-adapter 9.0.6), and
 *   livekit-client does not use the old API forms that it still wraps in Safari.
 * - End-to-end encryption is left out: the room does not offer it, and `new Room` without `e2ee` never reaches it.
 * - Data tracks are left out: the room does not use them (noDataTracks.ts).
 * - The recorder of a microphone's first words (`preConnectBuffer`) is left out: it is for LiveKit's agents.
 * - The summary of statistics is left out: it is only logged at level `info`, which the app turns off.
 * - Frame metadata is left out: it needs a worker in `new Room`'s options.
 * - Logging is left out: the app turns it off (src/call/connection.ts, withoutLogging.ts).
 * - The JSON format of LiveKit's messages (@bufbuild/protobuf 1.10) is left out: signalling is binary. Only
 *   `TokenSource`, which the app does not use, and signalling in JSON (`useJSON`) need it. Calling it throws an error
 *   with a clear message.
 *
 * Remove when livekit-client publishes a bundle for current browsers (docs/decisions/0010).
 */
export function livekitSources(): Plugin {
  return {
    name: 'livekit-sources',
    enforce: 'pre',
    apply: 'build',
    config: () => ({
      oxc: {
        // Same settings as livekit-client's own build: a field that a subclass redeclares keeps its value.
        assumptions: { setPublicClassFields: true },
        typescript: { removeClassFieldsWithoutInitializer: true },
      },
    }),
    resolveId(id) {
      if (id === 'livekit-client') return sources;
      return standInFor(id);
    },
    load: (id) => standIns[id],
    transform(code, id) {
      if (!id.startsWith(sourceFolder)) return undefined;
      // The map of the code as it was is still true.
      return { code: withoutLogging(id, code), map: null };
    },
  };
}
