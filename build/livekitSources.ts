import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const sources = fileURLToPath(new URL('../node_modules/livekit-client/src/index.ts', import.meta.url));
const dataTracks = fileURLToPath(new URL('noDataTracks.ts', import.meta.url));
/** What stands for what is left out. */
const standIns: Record<string, string> = {
  '\0no-encryption': 'export class E2EEManager {}',
  '\0no-data-tracks': `export { NoDataTracks as default } from ${JSON.stringify(dataTracks)};`,
};

/**
 * Builds LiveKit's client from the sources in its package: 110 kB gzip instead of 138.
 *
 * - Its ready-made file is written for the browsers of 2020; ours have what is rewritten there.
 * - webrtc-adapter is left out. It changes nothing in the browsers in which our style sheets work at all
 *   (`light-dark()`: Chromium 123, Firefox 120, Safari 17.5): each of its shims begins with a look whether it is
 *   needed (webrtc-adapter 9.0.6), and what it still wraps in Safari, old forms of the API, the client does not call.
 * - Its end-to-end encryption is left out, which the room does not offer: `new Room` without `e2ee` never reaches it.
 * - So are its data tracks, which the room does not have (noDataTracks.ts).
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
      if (/\/(Incoming|Outgoing)DataTrackManager$/.test(id)) return '\0no-data-tracks';
      return id === 'webrtc-adapter' || id.endsWith('/e2ee/E2eeManager') ? '\0no-encryption' : undefined;
    },
    load: (id) => standIns[id],
  };
}
