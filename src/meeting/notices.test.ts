import { expect, test, vi } from 'vitest';
import { createNotices } from './notices.ts';

const remark = (text: string) => ({ about: 'sharing', say: () => text });

test('a later remark about the same thing takes the place of the earlier one', () => {
  const notices = createNotices();
  const first = remark('first');
  const second = remark('second');
  notices.tell(first);
  notices.tell({ device: 'camera', problem: 'missing' });
  notices.tell(second);
  expect(notices.getState()).toEqual([{ device: 'camera', problem: 'missing' }, second]);
});

test('closing what is not told tells nobody anything', () => {
  const notices = createNotices();
  const onChange = vi.fn();
  notices.subscribe(onChange);
  notices.close('camera');
  expect(onChange).not.toHaveBeenCalled();
});
