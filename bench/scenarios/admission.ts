import { startBenchServer } from '../benchServer.ts';
import type { Scenario } from '../scenario.ts';
import { controlsAtMs, firstRemoteFrame } from '../waitFor.ts';

const room = 'bench';

/**
 * Measures how soon a guest in the waiting room is in after a host's click on Admit. Host and guest have a page each on
 * this computer, so both times are from one clock. The scenario has a server of its own, whose room begins with the
 * waiting room.
 */
export function admissionScenario(root: string, before?: string): Scenario<'inRoom' | 'seeing'> {
  return {
    rows: {
      inRoom: { what: 'host’s click on Admit → guest in the room', unit: 'ms', goals: { atMost: 1000 } },
      seeing: { what: 'host’s click on Admit → guest’s first remote frame', unit: 'ms', goals: {} },
    },
    async measure(stage, variant) {
      // Only the app has a waiting room.
      if (variant === 'floor' || variant === 'usual') return {};
      const server = await startBenchServer(root, { ROOMS: room, ROOM_ENTRY: 'knock' }, { before });
      try {
        const place = { room, origin: server.url };
        const host = await stage.open(variant, { ...place, fragment: `#host=${server.hostKey}` });
        try {
          await host.page.getByRole('button', { name: 'Join', exact: true }).click();
          await controlsAtMs(host.page);
          const guest = await stage.open(variant, place);
          try {
            await guest.page.getByRole('button', { name: 'Ask to join' }).click();
            const clickedAtMs = await host.page.getByRole('button', { name: /^Admit/ }).evaluate((button) => {
              button.dispatchEvent(new MouseEvent('click', { bubbles: true }));
              return performance.timeOrigin + performance.now();
            });
            const [inRoomAtMs, seenAtMs] = await Promise.all([
              controlsAtMs(guest.page),
              firstRemoteFrame(guest.page),
            ]);
            return { inRoom: inRoomAtMs - clickedAtMs, seeing: seenAtMs - clickedAtMs };
          } finally {
            await guest.close();
          }
        } finally {
          await host.close();
        }
      } finally {
        await server.stop();
      }
    },
  };
}
