import { randomBytes } from 'node:crypto';
import { SessionDescription, SignalTarget, type TrickleRequest } from '@livekit/protocol';
import { fieldOf } from '../../common/fieldOf.ts';
import { parseJson } from '../../common/parseJson.ts';
import { makeCredentials, type IceCredentials } from './bindingRequest.ts';
import { parseCandidate, type Candidate } from './candidate.ts';
import type { Signalling } from './openSignalling.ts';

/** LiveKit's addresses for media, and the credentials for ICE checks there. */
export interface MediaEntrance {
  candidates: readonly Candidate[];
  server: IceCredentials;
  client: IceCredentials;
}

/**
 * Time limit for LiveKit's candidates. All of them arrive within a few milliseconds of its answer, unless the server
 * has many addresses.
 */
const discoverMs = 5000;

/**
 * Offers LiveKit a connection and reads its answer. No media connection is made: LiveKit's ICE agent answers checks as
 * soon as it has our credentials.
 */
export async function discoverMedia(signalling: Signalling): Promise<MediaEntrance | undefined> {
  const client = makeCredentials();
  return new Promise((resolve) => {
    const candidates = new Map<string, Candidate>();
    let server: IceCredentials | undefined;
    let isLast = false;
    const end = () => {
      clearTimeout(timer);
      resolve(server === undefined ? undefined : { candidates: [...candidates.values()], server, client });
    };
    const timer = setTimeout(end, discoverMs);
    const keep = (text: string) => {
      const candidate = parseCandidate(text);
      if (candidate !== undefined) candidates.set(JSON.stringify(candidate), candidate);
    };
    signalling.listen((message) => {
      if (message.case === 'answer') {
        server = readCredentials(message.value.sdp);
        for (const line of message.value.sdp.split(/\r?\n/)) keep(line);
      } else if (message.case === 'trickle' && message.value.target === SignalTarget.PUBLISHER) {
        keep(readCandidateInit(message.value));
        isLast ||= message.value.final;
      }
      if (isLast && server !== undefined) end();
    });
    const sdp = offer(client);
    signalling.send({ case: 'offer', value: new SessionDescription({ type: 'offer', sdp, id: 1 }) });
  });
}

/**
 * The smallest offer that LiveKit answers: one data channel. The fingerprint belongs to no certificate, since DTLS
 * never starts.
 */
function offer({ ufrag, pwd }: IceCredentials): string {
  const fingerprint = randomBytes(32).toString('hex').toUpperCase().match(/../g)?.join(':') ?? '';
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${pwd}`,
    `a=fingerprint:sha-256 ${fingerprint}`,
    'a=setup:actpass',
    'a=mid:0',
    'a=sctp-port:5000',
    '',
  ].join('\r\n');
}

function readCredentials(sdp: string): IceCredentials | undefined {
  const ufrag = /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1];
  const pwd = /^a=ice-pwd:(\S+)/m.exec(sdp)?.[1];
  return ufrag === undefined || pwd === undefined ? undefined : { ufrag, pwd };
}

/** Reads the candidate from a trickle message, where it is an RTCIceCandidateInit in JSON. */
function readCandidateInit({ candidateInit }: TrickleRequest): string {
  const candidate = fieldOf(parseJson(candidateInit), 'candidate');
  return typeof candidate === 'string' ? candidate : '';
}
