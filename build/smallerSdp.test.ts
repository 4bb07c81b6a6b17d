import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import { expect, test } from 'vitest';
import { onlyParse, readProperties, withoutAttributes } from './smallerSdp.ts';

const require = createRequire(import.meta.url);
const library = (name: string) => readFileSync(require.resolve(`sdp-transform/lib/${name}.js`), 'utf8');
const reader = new URL('../node_modules/livekit-client/src/room/PCTransport.ts', import.meta.url).pathname;
const read = readProperties(reader, readFileSync(reader, 'utf8'));

/** An offer with each kind of line that Chromium 156 and Firefox 153 write. */
const offer = `v=0
o=- 4215775240449105457 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0 1 2
a=extmap-allow-mixed
a=msid-semantic: WMS 8b7c5f0e
a=ice-lite
m=audio 9 UDP/TLS/RTP/SAVPF 111 63
c=IN IP4 0.0.0.0
b=AS:64
a=rtcp:9 IN IP4 0.0.0.0
a=candidate:229815620 1 tcp 1518280447 192.168.150.19 9 typ host tcptype active generation 0 network-id 3 network-cost 10
a=end-of-candidates
a=ice-ufrag:F7gI
a=ice-pwd:x9cml/YzichV2+XlhiMu8g
a=ice-options:trickle
a=fingerprint:sha-256 19:E2:1C:3B:4B:9F:81:E6:B8:5C:F4:A5:A8:D8:73:04:BB:05:2F:70:9F:04:A9:0E:05:E9:26:33:E8:70:88:A2
a=setup:actpass
a=mid:0
a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
a=extmap:3/recvonly urn:ietf:params:rtp-hdrext:sdes:mid
a=sendrecv
a=msid:8b7c5f0e 98178685-d409-46e0-8e16-7ef0db0db64a
a=rtcp-mux
a=rtcp-rsize
a=rtpmap:111 opus/48000/2
a=rtcp-fb:111 transport-cc
a=fmtp:111 minptime=10;useinbandfec=1
a=rtpmap:63 red/48000/2
a=ptime:20
a=ssrc:2566107569 cname:t9YU8M1UxTF8Y1A1
a=ssrc:2566107569 msid:8b7c5f0e 98178685-d409-46e0-8e16-7ef0db0db64a
m=video 9 UDP/TLS/RTP/SAVPF 96 97
c=IN IP6 ::
a=mid:1
a=inactive
a=bundle-only
a=rtpmap:96 VP8/90000
a=rtcp-fb:96 ccm fir
a=rtcp-fb:96 nack
a=rtcp-fb:* trr-int 100
a=rid:q send
a=rid:h send max-width=1280;max-height=720
a=simulcast:send q;h
a=ssrc-group:FID 2231627014 632943048
a=label:camera
a=x-google-flag:conference
m=application 9 UDP/DTLS/SCTP webrtc-datachannel
c=IN IP4 0.0.0.0
a=mid:2
a=sctp-port:5000
a=max-message-size:262144
`.replaceAll('\n', '\r\n');

interface Sdp {
  media: Record<string, unknown>[];
}

interface Library {
  parse: (sdp: string) => Sdp;
  write: (sdp: Sdp) => string;
}

/** The functions of sdp-transform, from the source of its files. */
function libraryOf(files: { grammar: string; parser: string }): Library {
  const grammar = run(files.grammar);
  return { ...run(files.parser, grammar), write: run(library('writer'), grammar) };
}

function run(code: string, grammar?: unknown) {
  const module = { exports: {} };
  const start = runInThisContext(`(function (module, exports, require) {${code}\n})`);
  start(module, module.exports, () => grammar);
  // oxlint-disable-next-line typescript/no-explicit-any, typescript/no-unsafe-type-assertion
  return module.exports as any;
}

const whole = libraryOf({ grammar: library('grammar'), parser: library('parser') });
const smaller = libraryOf({
  grammar: withoutAttributes(library('grammar'), read),
  parser: onlyParse(library('parser')),
});

/** The lines of each section, in the order of the alphabet. */
const sections = (sdp: string) => sdp.split(/^(?=m=)/m).map((section) => section.split('\r\n').toSorted());

const kept = [
  'type',
  'port',
  'protocol',
  'payloads',
  'connection',
  'bandwidth',
  'direction',
  'mid',
  'msid',
  'rtp',
  'fmtp',
  'rtcpFb',
  'ext',
] as const;
const partsOf = ({ media }: Sdp) => media.map((one) => kept.map((name) => one[name]));

test('what the client reads of an SDP is the same with fewer attributes', () => {
  // The smaller grammar has no entry of its own for this line, and reads it as any other feedback.
  const common = offer.replace('a=rtcp-fb:* trr-int 100\r\n', '');
  expect(read).toContain('rtcpFb');
  expect(partsOf(smaller.parse(common))).toEqual(partsOf(whole.parse(common)));
});

test('an SDP that is read and written has the same lines in each section', () => {
  const again = smaller.write(smaller.parse(offer));
  expect(sections(again)).toEqual(sections(offer));
  expect(again).not.toBe(offer);
});

test('attributes that are read stay in the grammar, and all other code keeps its line', () => {
  const grammar = library('grammar');
  const result = withoutAttributes(grammar, read);
  expect(result.split('\n').length).toBe(grammar.split('\n').length);
  expect([...result.matchAll(/(?:name|push): ?'(\w+)'/g)].map(([, name]) => name).slice(-11)).toEqual([
    'bandwidth',
    'rtp',
    'fmtp',
    'rtcpFb',
    'ext',
    'mid',
    'msid',
    'direction',
    // The client reads properties of these names of data channels.
    'label',
    'maxMessageSize',
    'invalid',
  ]);
});

test('another form of the library fails the build with a message', () => {
  expect(() => withoutAttributes('var grammar = { a: [{ name: "mid" }] };', new Set())).toThrow(
    'The grammar of sdp-transform has another form.',
  );
  expect(() => onlyParse('export function parse() {}')).toThrow(
    'The parser of sdp-transform has another form.',
  );
});
