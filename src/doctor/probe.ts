import type { TokenGrant } from '../access/requestToken.ts';
import { parseCandidate, type Announced } from './announced.ts';
import { roomAddress } from './signalAddress.ts';
import { openSession } from './signalSession.ts';

interface ProbeRequest {
  grant: TokenGrant;
  /** The ICE servers of the connection, and whether it must use them. */
  rtc: RTCConfiguration;
  /** Whether the probe should try this address, one of those that LiveKit announces. */
  isMeant: (announced: Announced) => boolean;
  signal: AbortSignal;
}

export interface ProbeAnswer {
  /** Whether the TURN server allocated a relay address for the probe. */
  isAllocated: boolean;
  /** Round-trip time of the first pair of ICE candidates that succeeded. */
  roundTripMs: number | undefined;
}

/**
 * How long the probe waits for an address to answer. ICE repeats its checks after 50 ms, 100 ms, 200 ms…, so an address
 * that has not answered by then does not answer in a call either.
 */
const silentAfterMs = 4000;

/** Interval at which the probe reads the browser's statistics. */
const lookEveryMs = 50;

/**
 * Tries one address in a peer connection of its own. If a connection has several addresses, the browser never tries
 * those after the first that answers (Chromium 156). The probe does not send the browser's own candidates to LiveKit,
 * so that LiveKit cannot connect from another address.
 */
export async function probe({ grant, rtc, isMeant, signal }: ProbeRequest): Promise<ProbeAnswer> {
  const connection = new RTCPeerConnection(rtc);
  const answer: ProbeAnswer = { isAllocated: false, roundTripMs: undefined };
  connection.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate?.type === 'relay') answer.isAllocated = true;
  });
  const sdp = await makeOffer(connection);
  const early: string[] = [];
  let hasAnswer = false;

  function add(line: string): void {
    const announced = parseCandidate(line);
    if (!announced || !isMeant(announced)) return;
    if (hasAnswer) connection.addIceCandidate({ candidate: line, sdpMid: '0' }).catch(() => {});
    else early.push(line);
  }

  const session = openSession(roomAddress(grant.serverUrl, grant.token, sdp), {
    onAnswer(answerSdp) {
      const { candidates, rest } = takeCandidates(answerSdp);
      connection
        .setRemoteDescription({ type: 'answer', sdp: rest })
        .then(() => {
          hasAnswer = true;
          for (const line of [...candidates, ...early.splice(0)]) add(line);
        })
        .catch(() => {});
    },
    onCandidate: add,
  });
  try {
    const joined = await session.joined;
    const endMs = performance.now() + silentAfterMs;
    while (joined.ok && !signal.aborted && answer.roundTripMs === undefined && performance.now() < endMs) {
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
      answer.roundTripMs = await readRoundTrip(connection);
    }
  } finally {
    session.close();
    connection.close();
  }
  return answer;
}

/** Makes an SDP offer that has only a data channel. */
export async function makeOffer(connection: RTCPeerConnection): Promise<string> {
  connection.createDataChannel('check');
  const { sdp = '' } = await connection.createOffer();
  await connection.setLocalDescription({ type: 'offer', sdp });
  return sdp;
}

export function takeCandidates(sdp: string): { candidates: string[]; rest: string } {
  const lines = sdp.split(/\r?\n/);
  const isCandidate = (line: string) => line.startsWith('a=candidate:');
  return {
    candidates: lines.filter(isCandidate).map((line) => line.slice('a='.length)),
    rest: lines.filter((line) => !isCandidate(line) && line !== 'a=end-of-candidates').join('\r\n'),
  };
}

async function readRoundTrip(connection: RTCPeerConnection): Promise<number | undefined> {
  for (const report of (await connection.getStats()).values()) {
    if (report.type !== 'candidate-pair' || report.state !== 'succeeded') continue;
    return Math.max(1, Math.round(Number(report.currentRoundTripTime ?? 0) * 1000));
  }
  return undefined;
}
