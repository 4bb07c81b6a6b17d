import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const sources = fileURLToPath(new URL('../node_modules/livekit-client/src/index.ts', import.meta.url));
const dataTracks = fileURLToPath(new URL('noDataTracks.ts', import.meta.url));
/** What stands for what is left out. */
const standIns: Record<string, string> = {
  '\0no-encryption': 'export class E2EEManager {}',
  '\0no-data-tracks': `export { NoDataTracks as default } from ${JSON.stringify(dataTracks)};`,
  '\0no-recorder': 'export class LocalTrackRecorder {} export const isRecordingSupported = () => false;',
  '\0no-statistics': 'export const summarizeStatsReport = () => undefined;',
  '\0no-frame-metadata':
    'export class FrameMetadataManager { setup() {} } export { FrameMetadataManager as PacketTrailerManager };',
  '\0no-json': `const fail = () => { throw new Error('This build of LiveKit’s client has no JSON format.'); };
    export const makeJsonFormat = () => new Proxy({}, { get: () => fail });`,
};

/** The module that stands for one of LiveKit's client or of what it imports, or `undefined` where the module itself is built. */
function standInFor(id: string): string | undefined {
  if (/\/(Incoming|Outgoing)DataTrackManager$/.test(id)) return '\0no-data-tracks';
  if (id === 'webrtc-adapter' || id.endsWith('/e2ee/E2eeManager')) return '\0no-encryption';
  if (/\/(track\/)?record$/.test(id)) return '\0no-recorder';
  if (id.endsWith('/statsSummary')) return '\0no-statistics';
  if (id.endsWith('/FrameMetadataManager')) return '\0no-frame-metadata';
  return id === './json-format.js' ? '\0no-json' : undefined;
}

/**
 * Builds LiveKit's client from the sources in its package: 110 kB gzip instead of 138.
 *
 * - Its ready-made file is written for the browsers of 2020; ours have what is rewritten there.
 * - webrtc-adapter is left out. It changes nothing in the browsers in which our style sheets work at all
 *   (`light-dark()`: Chromium 123, Firefox 120, Safari 17.5): each of its shims begins with a look whether it is
 *   needed (webrtc-adapter 9.0.6), and what it still wraps in Safari, old forms of the API, the client does not call.
 * - Its end-to-end encryption is left out, which the room does not offer: `new Room` without `e2ee` never reaches it.
 * - So are its data tracks, which the room does not have (noDataTracks.ts).
 * - So is the recorder of a microphone's first words (`preConnectBuffer`), which is for LiveKit's agents.
 * - So is the summary of statistics that it writes to its log at the level `info`, which the app turns off.
 * - So is the metadata of frames, which needs a worker in `new Room`'s options.
 * - So is the JSON format of its messages (@bufbuild/protobuf 1.10): signalling is binary, and only `TokenSource`, which the app does not use, and
 *   signalling in JSON (`useJSON`) need it. A call of it is an error with a sentence.
 *
 * May go when livekit-client publishes a file for today's browsers (docs/decisions/0010).
 */
export function livekitSources(): Plugin {
  return {
    name: 'livekit-sources',
    enforce: 'pre',
    apply: 'build',
    config: () => ({
      oxc: {
        // As livekit-client is compiled by its makers: a field that a subclass declares again keeps its value.
        assumptions: { setPublicClassFields: true },
        typescript: { removeClassFieldsWithoutInitializer: true },
      },
    }),
    resolveId(id) {
      if (id === 'livekit-client') return sources;
      return standInFor(id);
    },
    load: (id) => standIns[id],
  };
}
