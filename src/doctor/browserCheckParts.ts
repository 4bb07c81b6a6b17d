import type { ReadConfig } from '../access/config.ts';
import { requestToken } from '../access/requestToken.ts';
import { keyIn } from '../../common/roomKey.ts';
import { tabPassPlace } from '../access/roomKey.ts';
import { nameOf } from './announced.ts';
import type { CheckParts } from './check.ts';
import { makeCheckRoom } from './checkToken.ts';
import { observeCall } from './observeCall.ts';
import { observePage } from './observePage.ts';
import { observeSignalling } from './observeSignalling.ts';
import { probe } from './probe.ts';
import { openTestTracks } from './testTracks.ts';

/** Makes the functions that the connection check uses in a browser. */
export function browserCheckParts(page: URL, readConfig: ReadConfig): CheckParts {
  return {
    page: { host: page.hostname, origin: page.origin },
    openTestTracks,
    observePage,
    async requestToken(signal) {
      const loaded = await readConfig();
      if (!loaded.ok) return loaded;
      // The request has no secret, so each token has a new identity: the check connects once per address, and two
      // connections with one identity would cut each other off.
      const wish = {
        room: makeCheckRoom(),
        name: '',
        key: tabPassPlace().read() ?? keyIn(page) ?? '',
        secret: undefined,
      };
      return requestToken(loaded.value.tokenEndpoint, wish, signal);
    },
    observeSignalling,
    probe(grant, path, signal) {
      if ('relay' in path) {
        const rtc: RTCConfiguration = { iceServers: [path.relay], iceTransportPolicy: 'relay' };
        return probe({ grant, rtc, isMeant: () => true, signal });
      }
      const wanted = nameOf(path.announced);
      return probe({ grant, rtc: {}, isMeant: (announced) => nameOf(announced) === wanted, signal });
    },
    async observeCall(grant, tracks, signal) {
      const { makeConnection } = await import('../call/connection.ts');
      return observeCall({ grant, tracks, open: makeConnection().open, signal });
    },
  };
}
