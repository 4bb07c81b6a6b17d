import { expect, test } from 'vitest';
import { judgeFirewall } from './judgeFirewall.ts';
import { parseIptables } from './parseIptables.ts';

const udp = { protocol: 'udp', port: 7882 } as const;

const rules = (text: string) =>
  judgeFirewall({ kind: 'rules', sets: [parseIptables(`*filter\n:INPUT ACCEPT [0:0]\n${text}`)] }, udp);

test('firewalld is checked for the port, also within a range', () => {
  const open = (...list: string[]) =>
    judgeFirewall({ kind: 'firewalld', zone: 'public', open: list }, udp).state;
  expect(open('22/tcp', '7882/udp')).toBe('fine');
  expect(open('7000-8000/udp')).toBe('fine');
  expect(open('7882/tcp', '7883/udp')).toBe('wrong');
  expect(judgeFirewall({ kind: 'firewalld', zone: 'external', open: [] }, udp)).toMatchObject({
    cure: {
      lines: [
        'sudo firewall-cmd --permanent --zone=external --add-port=7882/udp && sudo firewall-cmd --reload',
      ],
    },
  });
});

test('an ACCEPT behind the REJECT and a missing ACCEPT are reported differently', () => {
  expect(rules('-A INPUT -j REJECT\n-A INPUT -p udp --dport 7882 -j ACCEPT')).toMatchObject({
    state: 'wrong',
    seen: expect.stringContaining('never reached'),
    cure: { lines: expect.arrayContaining([expect.stringContaining('iptables -I INPUT 1')]) },
  });
  expect(rules('-A INPUT -j REJECT')).toMatchObject({ state: 'wrong', seen: 'the rules reject it' });
  expect(rules('')).toMatchObject({ state: 'fine' });
});

test('rules that only root may read are reported as not tried', () => {
  expect(judgeFirewall({ kind: 'unreadable' }, udp)).toMatchObject({ state: 'not tried' });
});
