import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { Builder, By, Capabilities, type WebDriver, type WebElement } from 'selenium-webdriver';
import { findFreePort, isAnswered } from '../../local/ports.ts';
import { expect, test as base } from '../../testing/e2eTest.ts';
import { addUncaught } from '../../testing/uncaught.ts';
import { findWebkit, whyNoWebkit } from '../../testing/webkitPrograms.ts';

interface SessionOptions {
  /** Whether the system asks pages for dark colours. */
  isDark?: boolean;
  /** Outer size of the browser's window, in pixels. */
  size?: { width: number; height: number };
}

interface Fixtures {
  /** Opens an address in a new WebKitGTK browser with empty storage, three mock microphones and two mock cameras. */
  openWebkit: (address: string, options?: SessionOptions) => Promise<WebDriver>;
}

/**
 * Playwright's `test` for WebKitGTK, the engine of GNOME Web and a relative of Safari. It has no RTCPeerConnection, so
 * the tests make no calls.
 */
export const test = base.extend<Fixtures, { display: string }>({
  display: [
    async ({}, use) => {
      const server = spawn(
        findWebkit()?.display ?? 'Xvfb',
        ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'],
        { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
      );
      const [number]: unknown[] = await once(displayNumberOf(server), 'data');
      await use(`:${String(number).trim()}`);
      await end(server);
    },
    { scope: 'worker' },
  ],
  openWebkit: async ({ display }, use, testInfo) => {
    const closing: (() => Promise<void>)[] = [];
    await use(async (address, { isDark = false, size = { width: 1280, height: 900 } } = {}) => {
      const port = await findFreePort('tcp', '127.0.0.1');
      const child = spawn(findWebkit()?.driver ?? 'WebKitWebDriver', [`--port=${String(port)}`], {
        stdio: 'ignore',
        env: {
          ...process.env,
          DISPLAY: display,
          LANG: 'C.UTF-8',
          GTK_THEME: isDark ? 'Adwaita:dark' : 'Adwaita',
          // Turns the session bus off: through it the browser could hand the address over to one that already runs on a
          // developer's machine.
          DBUS_SESSION_BUS_ADDRESS: 'disabled:',
        },
      });
      closing.push(() => end(child));
      await expect.poll(() => isAnswered({ address: '127.0.0.1', port })).toBe(true);
      const capabilities = new Capabilities().set('webkitgtk:browserOptions', {
        args: ['--automation', '--enable-media-stream=true', '--enable-mock-capture-devices=true'],
      });
      const driver = await new Builder()
        .usingServer(`http://127.0.0.1:${String(port)}`)
        .withCapabilities(capabilities.set('browserName', 'MiniBrowser'))
        .build();
      closing.push(async () => {
        const errors = await driver.executeScript<string[] | null>('return window.uncaughtErrors');
        for (const error of errors ?? []) addUncaught(error, await driver.getCurrentUrl());
        if (testInfo.status !== testInfo.expectedStatus) {
          const body = Buffer.from(await driver.takeScreenshot(), 'base64');
          await testInfo.attach('WebKit', { body, contentType: 'image/png' });
        }
        await driver.quit();
      });
      await driver.manage().window().setRect(size);
      await driver.get(address);
      await driver.executeScript(keepUncaught);
      return driver;
    });
    for (const close of closing.toReversed()) await close();
  },
});

test.skip(() => whyNoWebkit() !== undefined, whyNoWebkit() ?? '');

/**
 * Makes the page keep its uncaught errors. Runs in the first page that a test opens, after the page has loaded:
 * WebKit's driver neither reports errors nor runs scripts before those of a page.
 */
function keepUncaught(): void {
  const errors: string[] = [];
  Object.assign(globalThis, { uncaughtErrors: errors });
  addEventListener('error', ({ error, message }) => errors.push(String(error?.stack ?? message)));
  addEventListener('unhandledrejection', ({ reason }) => errors.push(String(reason?.stack ?? reason)));
}

function displayNumberOf({ stdio }: ChildProcess): Readable {
  const pipe = stdio[3];
  if (pipe === null || pipe === undefined || !('read' in pipe))
    throw new Error('Xvfb has no pipe for the number of its display');
  return pipe;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}

const selectors = {
  alert: '[role=alert]',
  button: 'button, [role=button]',
  combobox: 'select',
  heading: 'h1, h2, h3',
  textbox: 'input, textarea',
} as const;

/** Waits for a visible element with this role and this accessible name, both as the browser computes them. */
export async function control(
  driver: WebDriver,
  role: keyof typeof selectors,
  name: string | RegExp,
): Promise<WebElement> {
  let found: WebElement | undefined;
  await expect
    .poll(async () => (found = await find(driver, role, name)) !== undefined, {
      message: `${role} ${String(name)}`,
    })
    .toBe(true);
  if (found === undefined) throw new Error(`There is no ${role} ${String(name)}.`);
  return found;
}

async function find(driver: WebDriver, role: keyof typeof selectors, name: string | RegExp) {
  // Accepts a name that begins with the wanted one: to the name of a field inside a label WebKit appends the field's
  // value ("Your name Aiko"), as seen in 2.50.6.
  const fits = (its: string) =>
    typeof name === 'string' ? its === name || its.startsWith(`${name} `) : name.test(its);
  for (const element of await driver.findElements(By.css(selectors[role]))) {
    // A failed query means that the page has replaced this element meanwhile, so it is skipped.
    const its = await element.getAccessibleName().catch(() => undefined);
    if (its === undefined || !fits(its)) continue;
    if (await element.isDisplayed().catch(() => false)) return element;
  }
  return undefined;
}

/** Returns all text that is visible in the page. */
export function textOf(driver: WebDriver): Promise<string> {
  return driver.executeScript<string>('return document.body.innerText');
}
