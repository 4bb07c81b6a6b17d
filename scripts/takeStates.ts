/**
 * `npm run pictures -- --states [words]`: takes pictures of every state that a guest can see, in five sizes, in both
 * languages, light and dark, and looks for violations of accessibility rules with axe. With words, only of states whose
 * name, language and device contain each of these words: `-- --states chat ja`. The pictures and a sheet of each state
 * are in dist/states, to be looked at; they are not committed.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright';
import { anyPorts } from '../local/choosePorts.ts';
import { builtProject } from '../local/project.ts';
import { startRoom, type RunningRoom } from '../local/room.ts';
import { silentScreen } from '../local/screen.ts';
import { doctorEn } from '../src/messages/doctorEn.ts';
import { doctorJa } from '../src/messages/doctorJa.ts';
import { en } from '../src/messages/en.ts';
import { ja } from '../src/messages/ja.ts';
import { knockEn } from '../src/messages/knockEn.ts';
import { knockJa } from '../src/messages/knockJa.ts';
import { panelEn } from '../src/messages/panelEn.ts';
import { panelJa } from '../src/messages/panelJa.ts';
import { roomEn } from '../src/messages/roomEn.ts';
import { roomJa } from '../src/messages/roomJa.ts';
import { fakeDevices, realDevices, refusedDevices } from '../testing/browserArguments.ts';
import { nameHelper } from '../testing/nameHelper.ts';
import { composeSheet, type Shot } from './contactSheet.ts';
import { hireExtras, type Extras } from './extras.ts';
import { showPortraits } from './portrait.ts';
import { states, type State, type Visit } from './states.ts';

const languages = {
  en: { words: { ...en, ...roomEn }, panels: panelEn, knock: knockEn, doctor: doctorEn, name: 'Aiko' },
  ja: { words: { ...ja, ...roomJa }, panels: panelJa, knock: knockJa, doctor: doctorJa, name: '愛子' },
} as const;
type Language = keyof typeof languages;

const devices = {
  phone: [
    { width: 360, height: 640 },
    { width: 390, height: 844 },
    { width: 844, height: 390 },
  ],
  computer: [
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
  ],
} as const;
type Device = keyof typeof devices;

/** Wait before each picture, in ms, until tiles have moved to their new places and the videos have their new sizes. */
const settledMs = 600;

const root = join(import.meta.dirname, '..');
const folder = join(root, 'dist', 'states');
const roomNames = Array.from({ length: 500 }, (_, index) => `room-${index + 1}`);

function start(environment: Record<string, string>): Promise<RunningRoom> {
  return startRoom({
    project: builtProject(root, { isBuilt: true }),
    ports: anyPorts,
    environment: {
      ...process.env,
      ROOMS: ['my-first-room', ...roomNames].join(','),
      RATE_LIMIT_PER_MINUTE: '10000',
      ...environment,
    },
    screen: silentScreen,
  });
}

/**
 * Takes the pictures of all states that match the chosen words.
 *
 * @param chosen whole words that the name, language and device of a state contain
 * @returns whether axe has found nothing and every state has been reached
 */
export async function takeStates(executablePath: string, chosen: readonly string[]): Promise<boolean> {
  mkdirSync(folder, { recursive: true });
  const launch = (args: string[]) => chromium.launch({ executablePath, args });
  const browsers = {
    usual: await launch(fakeDevices),
    refusing: await launch(refusedDevices),
    bare: await launch(realDevices),
  };
  const server = await start({});
  const faults: string[] = [];
  try {
    for (const state of states) {
      const shots: Shot[] = [];
      for (const language of ['en', 'ja'] as const) {
        for (const device of ['phone', 'computer'] as const) {
          const title = `${state.name} ${language} ${device}`;
          if (!chosen.every((word) => title.split(' ').includes(word))) continue;
          if (state.device && state.device !== device) continue;
          const own = state.environment && (await start(state.environment));
          try {
            const taken = await takeState({ state, language, device, server: own ?? server, browsers });
            shots.push(...taken.shots);
            faults.push(...taken.violations.map((violation) => `${title}: ${violation}`));
          } catch (error) {
            faults.push(`${title}: ${String(error)}`);
          } finally {
            await own?.stop();
          }
        }
      }
      if (shots.length === 0) continue;
      await composeSheet(browsers.usual, shots, join(folder, `${state.name.replaceAll(' ', '-')}.png`), 420);
      console.log(`  ${state.name}`);
    }
  } finally {
    await Promise.all(Object.values(browsers).map((browser) => browser.close()));
    await server.stop();
  }
  for (const fault of faults) console.log(fault);
  console.log(`The pictures are in ${folder}`);
  return faults.length === 0;
}

interface Taking {
  state: State;
  language: Language;
  device: Device;
  server: RunningRoom;
  browsers: Record<'usual' | 'refusing' | 'bare', Browser>;
}

async function takeState({ state, language, device, server, browsers }: Taking) {
  const room = state.environment ? 'my-first-room' : (roomNames.pop() ?? 'my-first-room');
  const { words, panels, knock, doctor, name: guest } = languages[language];
  const isPhone = device === 'phone';
  const [first] = devices[device];
  const context = await browsers[state.browser ?? 'usual'].newContext({
    viewport: first,
    hasTouch: isPhone,
    isMobile: isPhone,
    reducedMotion: 'reduce',
  });
  // `bypassCSP` turns the page's content security policy off. It allows no inline script, and LiveKit's client is added
  // as one.
  const stage = await browsers.usual.newContext({ bypassCSP: true });
  let hired: Extras | undefined;
  const page = await context.newPage();
  // The pictures show the links of a room on the internet. Otherwise they would be links to loopback, which the app
  // does not offer to others.
  await page.route('**/config.json', (route) =>
    route.fulfill({ json: { tokenEndpoint: '/token', inviteOrigin: 'https://room.example.com' } }),
  );
  if (isPhone) {
    await page.addInitScript(nameHelper);
    await page.addInitScript(imitatePhone);
  }
  if (!state.browser) {
    const shape = isPhone ? { width: 720, height: 960 } : { width: 1280, height: 720 };
    await givePortraits(page, { seed: 0, ...shape, framesPerSecond: 8 });
  }
  const visit: Visit = {
    page,
    words,
    panels,
    knock,
    doctor,
    server,
    room,
    async open({ name = guest, room: wanted = room, key, host, check } = {}) {
      const address = new URL(server.url);
      address.search = String(
        new URLSearchParams({
          room: wanted,
          lang: language,
          ...(name && { name }),
          ...(check && { check: '' }),
        }),
      );
      if (key) address.hash = `key=${key}`;
      if (host) address.hash = `host=${host}`;
      await page.goto(address.href);
      // Waits until the lobby shows the camera's video, the microphone's level and its hints.
      await page.waitForTimeout(1000);
    },
    async extras() {
      if (hired) return hired;
      const stagehand = await stage.newPage();
      await givePortraits(stagehand, { seed: 0, width: 640, height: 360, framesPerSecond: 5 });
      await stagehand.goto(`${server.url}config.json`);
      hired = await hireExtras(stagehand, `${server.url}token`, room);
      return hired;
    },
  };
  const shots: Shot[] = [];
  const violations: string[] = [];
  try {
    await state.take(visit);
    for (const size of devices[device]) {
      await page.setViewportSize(size);
      await page.waitForTimeout(settledMs);
      await state.takeAgain?.(visit);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.waitForTimeout(100);
        const png = await page.screenshot({
          path: join(
            folder,
            `${state.name} ${language} ${colorScheme} ${size.width}x${size.height}.png`.replaceAll(' ', '-'),
          ),
        });
        shots.push({ row: `${language}, ${colorScheme}`, caption: `${size.width}×${size.height}`, png });
        if (size === first) violations.push(...(await findViolations(page, colorScheme)));
      }
    }
  } finally {
    await context.close();
    await stage.close();
  }
  return { shots, violations };
}

async function findViolations(page: Page, colorScheme: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.map(
    ({ id, nodes }) => `${colorScheme}: ${id} ${nodes.map(({ html }) => html).join(' ')}`,
  );
}

/** Gives Chromium on a computer what browsers on phones have, and takes away what they lack. */
function imitatePhone(): void {
  // `mediaDevices` is undefined on insecure pages, although its type says otherwise.
  const own: MediaDevices | undefined = navigator.mediaDevices;
  if (own) Object.defineProperty(own, 'getDisplayMedia', { value: undefined });
  Object.defineProperty(navigator, 'share', { value: async () => {} });
}

async function givePortraits(page: Page, options: Parameters<typeof showPortraits>[0]): Promise<void> {
  await page.addInitScript(nameHelper);
  await page.addInitScript(showPortraits, options);
}
