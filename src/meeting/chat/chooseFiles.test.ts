import { expect, test } from 'vitest';
import { maxFileBytes } from '../../session/livekit/limitStreams.ts';
import { chooseFiles } from './chooseFiles.ts';

test('files above the limit, empty ones and more than fit are refused, the others are chosen', async () => {
  const files = [
    new File(['Hello'], 'a/b.txt', { type: 'text/html' }),
    new File([new Uint8Array(maxFileBytes + 1)], 'large.zip'),
    new File([], 'empty.txt'),
    new File([new Uint8Array(maxFileBytes)], 'most.zip'),
    new File(['Hello'], 'third.txt'),
  ];
  const { chosen, refused } = await chooseFiles(files, 2);
  expect(chosen.map(({ name, content }) => [name, content.size, content.type])).toEqual([
    ['a_b.txt', 5, 'application/octet-stream'],
    ['most.zip', maxFileBytes, 'application/octet-stream'],
  ]);
  expect(refused).toEqual([
    { kind: 'too_large', name: 'large.zip' },
    { kind: 'empty', name: 'empty.txt' },
    { kind: 'too_many', name: 'third.txt' },
  ]);
});

test('a file that can’t be read is refused', async () => {
  const folder = new File(['x'], 'folder');
  folder.slice = () => {
    throw new DOMException('gone', 'NotFoundError');
  };
  expect(await chooseFiles([folder], 10)).toEqual({
    chosen: [],
    refused: [{ kind: 'unreadable', name: 'folder' }],
  });
});
