import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readJsonBody } from './readBody.ts';

function send(body: ReadableStream<Uint8Array> | string, headers: Record<string, string> = {}) {
  const init: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
    duplex: 'half',
  };
  const request = new Request('http://127.0.0.1/token', init);
  return readJsonBody(request, request.body && Readable.from(request.body));
}

test('JSON is read with any spelling of its content type', async () => {
  expect(await send('{"a":1}', { 'Content-Type': 'Application/JSON;charset=UTF-8' })).toEqual({
    ok: true,
    value: { a: 1 },
  });
});

test('characters that are split between chunks are put together', async () => {
  const bytes = new TextEncoder().encode('"花子"');
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  expect(await send(body)).toEqual({ ok: true, value: '花子' });
});

test('a body that breaks off is refused, and is not an internal error', async () => {
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error('aborted')),
  });
  expect(await send(body)).toMatchObject({ ok: false, refused: { code: 'request_invalid' } });
});

test('a body whose Content-Length is too large is not read at all', async () => {
  const body = new ReadableStream<Uint8Array>(
    { pull: () => Promise.reject(new Error('was read')) },
    { highWaterMark: 0 },
  );
  const announced = { 'Content-Length': '8193' };
  expect(await send(body, announced)).toMatchObject({ refused: { code: 'body_too_large' } });
});
