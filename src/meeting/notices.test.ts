import { expect, test, vi } from 'vitest';
import { createNotices } from './notices.ts';

const remark = (text: string) => ({ about: 'sharing', say: () => text });

test('a later notice on the same topic replaces the earlier one', () => {
  const notices = createNotices();
  const first = remark('first');
  const second = remark('second');
  notices.tell(first);
  notices.tell({ device: 'camera', problem: 'missing' });
  notices.tell(second);
  expect(notices.getState()).toEqual([{ device: 'camera', problem: 'missing' }, second]);
});

test('closing a notice that is not shown calls no listener', () => {
  const notices = createNotices();
  const onChange = vi.fn();
  notices.subscribe(onChange);
  notices.close('camera');
  expect(onChange).not.toHaveBeenCalled();
});
