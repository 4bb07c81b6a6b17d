import { SignalRequest, SignalResponse, type JoinResponse } from '@livekit/protocol';
import { WebSocket } from 'ws';
import { failed, success, type Result } from '../../common/result.ts';
import { errorCode } from '../outside/request.ts';

/** A WebSocket to LiveKit on which a join has succeeded. */
export interface Signalling {
  join: JoinResponse;
  send(message: SignalRequest['message']): void;
  /** Sets the only listener for messages. Those that arrived earlier are delivered to it first. */
  listen(onMessage: (message: SignalResponse['message']) => void): void;
  /** Resolves with the WebSocket's close code. 1006 means that it was closed without a close frame. */
  closed: Promise<number>;
  close(): void;
}

export type SignallingFailure =
  /** The server answers with HTTP instead of opening a WebSocket. */
  | { kind: 'not upgraded'; status: number }
  | { kind: 'no answer'; code: string }
  /** The server opens a WebSocket, but does not speak LiveKit's protocol on it. */
  | { kind: 'not LiveKit' };

const openMs = 8000;

/**
 * Joins as livekit-client does, but at the older path `/rtc`. There LiveKit answers a join before it has an offer, and
 * the URL stays short, so that a proxy's limit for URLs is a finding of its own.
 *
 * @param verified whether the certificate must be valid before the token is sent
 */
export async function openSignalling(
  serverUrl: string,
  token: string,
  verified = false,
): Promise<Result<Signalling, SignallingFailure>> {
  const url = new URL('/rtc', serverUrl);
  url.search = new URLSearchParams({ access_token: token, auto_subscribe: '0', protocol: '15' }).toString();
  const socket = new WebSocket(url, {
    handshakeTimeout: openMs,
    rejectUnauthorized: verified,
    perMessageDeflate: false,
    headers: { 'User-Agent': 'first-room-doctor' },
  });
  return new Promise((resolve) => {
    const fail = (failure: SignallingFailure) => {
      clearTimeout(timer);
      resolve(failed(failure));
      socket.terminate();
    };
    const timer = setTimeout(() => fail({ kind: 'no answer', code: 'timeout' }), openMs);
    const waiting: SignalResponse['message'][] = [];
    let onMessage = (message: SignalResponse['message']): void => {
      waiting.push(message);
    };
    const closed = new Promise<number>((close) => {
      socket.once('close', (code) => {
        close(code);
        fail({ kind: 'not LiveKit' });
      });
    });
    socket.once('unexpected-response', (request, response) => {
      fail({ kind: 'not upgraded', status: response.statusCode ?? 0 });
      request.destroy();
    });
    // `terminate` also emits 'error' while the connection is not open yet; by then `fail` has resolved the promise, so
    // this second call changes nothing.
    socket.on('error', (error) => fail({ kind: 'no answer', code: errorCode(error) }));
    socket.on('message', (data) => {
      const message = readMessage(data);
      if (message === undefined) return fail({ kind: 'not LiveKit' });
      if (message.case !== 'join') return onMessage(message);
      clearTimeout(timer);
      resolve(
        success({
          join: message.value,
          send: (request) => socket.send(new SignalRequest({ message: request }).toBinary()),
          listen(listener) {
            onMessage = listener;
            for (const one of waiting.splice(0)) listener(one);
          },
          closed,
          close: () => socket.close(),
        }),
      );
    });
  });
}

function readMessage(data: unknown): SignalResponse['message'] | undefined {
  if (!(data instanceof Buffer)) return undefined;
  try {
    return SignalResponse.fromBinary(data).message;
  } catch {
    return undefined;
  }
}
