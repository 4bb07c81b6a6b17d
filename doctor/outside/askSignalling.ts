import { success, type Result } from '../../common/result.ts';
import { discoverMedia, type MediaEntrance } from '../join/discoverMedia.ts';
import { openSignalling, type SignallingFailure } from '../join/openSignalling.ts';
import { isHere } from './addresses.ts';
import type { Grant } from './askToken.ts';
import { ask, type Answer } from './request.ts';

/** How `/rtc` (LiveKit's signalling) behaves, as seen through everything in front of LiveKit. */
export interface SignallingObservation {
  /** LiveKit's answer to the question whether the token is valid (`/rtc/validate`), by an ordinary HTTP request. */
  validate: Result<Answer, string>;
  /** Answers to the same question with longer URLs, shortest first. They show a proxy's limit. */
  longAddresses: readonly LongAddress[];
  webSocket: Result<Joined, SignallingFailure>;
  /**
   * The time in the Date header with which LiveKit refused the token (401), and this machine's clock when the refusal
   * arrived.
   */
  refusedAt?: { shown: Date; receivedAt: Date };
}

interface LongAddress {
  /** Length of the URL's path and query. */
  bytes: number;
  answer: Result<Answer, string>;
}

export interface Joined {
  version: string;
  /** The time on LiveKit's clock when the doctor joined. */
  joinedAt: Date;
  /** This machine's clock when the answer to the join arrived. */
  receivedAt: Date;
  /** Addresses of the TURN servers that LiveKit announces to guests. */
  turnUrls: readonly string[];
  entrance: MediaEntrance | undefined;
  /** Leaves the room of the connection check. The ICE session exists only while somebody is in the room. */
  leave(): void;
}

/**
 * Lengths of the URLs to try, in bytes. A join with camera and microphone takes about 3 kB, since the URL contains the
 * offer (livekit-client 2.23), and more with more tracks. A token with as much metadata as the token handler allows
 * takes another 3 kB, and the browser's headers count as well. So a proxy with a limit of 8 kB, the default of OCI's
 * load balancer and of nginx, accepts most guests and refuses some.
 */
const longAddressBytes = [6000, 12_000];

/**
 * The token to try. `isSecret` means that the token opens more than a room of the connection check; then it is sent
 * over verified TLS only.
 */
export type SignallingQuestion = Pick<Grant, 'server_url' | 'participant_token'> & { isSecret?: boolean };

export async function askSignalling({
  server_url,
  participant_token,
  isSecret = false,
}: SignallingQuestion): Promise<SignallingObservation> {
  const verified = isSecret && !isHere(new URL(server_url));
  const validate = new URL('/rtc/validate', server_url.replace(/^ws/, 'http'));
  validate.searchParams.set('access_token', participant_token);
  const [short, ...longAnswers] = await Promise.all([
    ask(validate, { verified }),
    ...longAddressBytes.map((bytes) => ask(padded(validate, bytes), { verified })),
  ]);
  const date = short.ok && short.value.status === 401 ? short.value.headers.date : undefined;
  const refusedAt = date !== undefined && { shown: new Date(date), receivedAt: new Date() };
  return {
    ...(refusedAt && { refusedAt }),
    validate: short,
    longAddresses: longAnswers.map((answer, index) => ({ bytes: longAddressBytes[index] ?? 0, answer })),
    webSocket: await join(server_url, participant_token, verified),
  };
}

function padded(url: URL, bytes: number): URL {
  const long = new URL(url);
  const { length } = `${long.pathname}${long.search}`;
  long.searchParams.set('padding', 'x'.repeat(Math.max(0, bytes - length - '&padding='.length)));
  return long;
}

async function join(
  serverUrl: string,
  token: string,
  verified: boolean,
): Promise<SignallingObservation['webSocket']> {
  const opened = await openSignalling(serverUrl, token, verified);
  if (!opened.ok) return opened;
  const receivedAt = new Date();
  const { join: response } = opened.value;
  return success({
    version: response.serverInfo?.version ?? 'unknown',
    joinedAt: new Date(Number(response.participant?.joinedAtMs ?? 0)),
    receivedAt,
    turnUrls: response.iceServers.flatMap(({ urls }) => urls).filter((url) => /^turns?:/.test(url)),
    entrance: await discoverMedia(opened.value),
    leave: () => opened.value.close(),
  });
}
