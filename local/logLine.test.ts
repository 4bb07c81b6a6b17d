import { expect, test } from 'vitest';
import { readLogLine } from './logLine.ts';
import { readListeningPort } from './tokenHandler.ts';

test("time and source are removed from livekit-server's lines", () => {
  const line = '2026-11-23T12:55:39.644Z\tWARN\tlivekit\trtc/room.go:1\tsomething is odd\t{"room": "a"}';
  expect(readLogLine(line)).toEqual({ level: 'warning', text: 'something is odd {"room": "a"}' });
  expect(readLogLine(line.replace('WARN', 'INFO')).level).toBe('info');
  expect(readLogLine(line.replace('WARN', 'ERROR')).level).toBe('error');
  expect(readLogLine(line.replace('something is odd', 'UDP receive buffer is too small')).level).toBe('info');
});

test("uninformative fields are removed from the token handler's lines", () => {
  expect(
    readLogLine('{"level":40,"time":1,"pid":2,"hostname":"x","msg":"refused","code":"room_full","n":3}'),
  ).toEqual({
    level: 'warning',
    text: 'refused code=room_full n=3',
  });
  expect(readLogLine('{"level":30,"msg":"listening","port":5}').level).toBe('info');
  expect(readLogLine('{"level":50,"msg":"broken"}').level).toBe('error');
});

test("time and process are removed from Redis's and HAProxy's lines, and greetings are no warnings", () => {
  const redis = '20720:M 25 Nov 2026 00:20:24.123 ';
  expect(readLogLine(`${redis}# Server initialized`)).toEqual({ level: 'info', text: 'Server initialized' });
  expect(readLogLine(`${redis}* Ready to accept connections`).level).toBe('info');
  expect(readLogLine(`${redis}# WARNING Memory overcommit must be enabled!`).level).toBe('info');
  expect(readLogLine(`${redis}# Error writing to the AOF file: No space left`).level).toBe('warning');
  expect(readLogLine('[WARNING]  (123) : Server livekit/livekit-1 is DOWN')).toEqual({
    level: 'warning',
    text: 'Server livekit/livekit-1 is DOWN',
  });
  expect(readLogLine('[NOTICE]   (123) : New worker').level).toBe('info');
  expect(readLogLine("[ALERT]    (123) : backend 'token' has no server available!").level).toBe('error');
});

test('a line in no known format counts as an error, so that it is shown', () => {
  expect(readLogLine('Error: Cannot find module')).toEqual({
    level: 'error',
    text: 'Error: Cannot find module',
  });
  expect(readLogLine('{not json')).toEqual({ level: 'error', text: '{not json' });
});

test('the port of the token handler is read from its log', () => {
  expect(readListeningPort('{"level":30,"msg":"listening","port":40861}')).toBe(40_861);
  expect(readListeningPort('{"level":30,"msg":"ready","port":1}')).toBeUndefined();
  expect(readListeningPort('{"level":30,"msg":"listening"}')).toBeUndefined();
  expect(readListeningPort('listening on 5000')).toBeUndefined();
});
