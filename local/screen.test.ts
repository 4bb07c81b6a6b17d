import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createScreen } from './screen.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function screenOn(terminal: { isTTY?: true; columns?: number } = {}) {
  const written: string[] = [];
  const screen = createScreen({ ...terminal, write: (text) => written.push(String(text)) > 0 });
  return { screen, written };
}

test('a transfer writes a line to a log at its start, every 15 seconds, and at its end', () => {
  const { screen, written } = screenOn();
  const transfer = screen.showTransfer('livekit-server', 20_000_000);
  transfer.advance(5_000_000);
  vi.advanceTimersByTime(29_000);
  transfer.advance(15_000_000);
  transfer.end();
  vi.advanceTimersByTime(60_000);
  expect(written).toEqual([
    'livekit-server ░░░░░░░░░░░░░░░░░░░░░░░░ 0 %  0.0 of 20.0 MB\n',
    'livekit-server ██████░░░░░░░░░░░░░░░░░░ 25 %  5.0 of 20.0 MB\n',
    'livekit-server ████████████████████████ 100 %  20.0 of 20.0 MB\n',
  ]);
});

test('a transfer rewrites one line on a terminal, cut to its width, and leaves the last one', () => {
  const { screen, written } = screenOn({ isTTY: true, columns: 21 });
  const transfer = screen.showTransfer('livekit-server', 0);
  transfer.advance(1_500_000);
  vi.advanceTimersByTime(300);
  transfer.end();
  expect(written).toEqual([
    '\r\u001B[Klivekit-server 0.0 M',
    '\r\u001B[Klivekit-server 1.5 M',
    '\r\u001B[K',
    'livekit-server 1.5 MB\n',
  ]);
});

test('an operation without known progress shows its seconds, and leaves nothing on a terminal', () => {
  const { screen, written } = screenOn({ isTTY: true });
  const elapsed = screen.showElapsed('Building');
  vi.advanceTimersByTime(2000);
  elapsed.end();
  expect(written.at(0)).toBe('\r\u001B[KBuilding 0 s');
  expect(written.at(-2)).toBe('\r\u001B[KBuilding 2 s');
  expect(written.at(-1)).toBe('\r\u001B[K');
  const log = screenOn();
  log.screen.showElapsed('Building');
  vi.advanceTimersByTime(15_000);
  expect(log.written).toEqual(['Building …\n', 'Building 15 s\n']);
});
