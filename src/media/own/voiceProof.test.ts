import { expect, test } from 'vitest';
import { createVoiceProof, type VoiceProof } from './voiceProof.ts';

interface Second {
  isOn?: boolean;
  isConnected?: boolean;
  isNamed?: boolean;
  isSending?: boolean;
  isReported?: boolean;
}

/** Returns a function that simulates some seconds of a call. Unless a test changes it, nothing is wrong. */
function startCall() {
  const proof = createVoiceProof();
  let atMs = 0;
  let sentBytes = 0;
  let report = 0;
  return (seconds: number, second: Second = {}): VoiceProof => {
    let last: VoiceProof = 'off';
    for (let passed = 0; passed < seconds; passed += 1) {
      atMs += 1000;
      if (second.isSending ?? true) sentBytes += 4000;
      if (second.isReported ?? true) report += 1;
      const { isOn = true, isConnected = true, isNamed = false } = second;
      last = proof({ isOn, isConnected, isNamed, sentBytes, report, atMs });
    }
    return last;
  };
}

test('a voice is heard once the server reports the guest as speaker, and stays so in pauses', () => {
  const pass = startCall();
  expect(pass(5)).toBe('unsaid');
  expect(pass(1, { isNamed: true })).toBe('heard');
  expect(pass(60)).toBe('heard');
});

test('turning the microphone off resets the proof', () => {
  const pass = startCall();
  pass(3, { isNamed: true });
  expect(pass(1, { isOn: false })).toBe('off');
  expect(pass(3)).toBe('unsaid');
});

test('a browser that sends nothing and a server that receives nothing are different states', () => {
  const notSending = startCall();
  notSending(3, { isNamed: true });
  expect(notSending(5, { isSending: false, isReported: false })).toBe('heard');
  expect(notSending(2, { isSending: false, isReported: false })).toBe('not_sent');
  const notReceived = startCall();
  notReceived(3, { isNamed: true });
  expect(notReceived(7, { isReported: false })).toBe('not_received');
  expect(notReceived(2), 'received again, but not reported as speaker yet').toBe('unsaid');
  expect(notReceived(1, { isNamed: true })).toBe('heard');
});

test('no problem is reported while the client reconnects', () => {
  const pass = startCall();
  pass(3, { isNamed: true });
  expect(pass(30, { isConnected: false, isSending: false, isReported: false })).toBe('unsaid');
  expect(pass(3)).toBe('unsaid');
});
