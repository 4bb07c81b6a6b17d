import { test as base, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright/test';
import { failOnUncaught } from '../../testing/failOnUncaught.ts';
import { inRoom } from '../../testing/inRoom.ts';
import { startLoadBalancer, type LoadBalancer, type LoadBalancerChoice } from './loadBalancer.ts';
import { startVm, type Vm } from './vm.ts';

/** A guest's page, and what was observed there. */
export interface Guest {
  page: Page;
  /** How many signalling connections the page has opened and closed. */
  signalling: { opened: number; closed: number };
  /** Returns the page's violations of the content security policy. */
  violations: () => Promise<unknown>;
}

interface DeploymentFixtures {
  /** Starts a load balancer for this test, which forwards to a VM. */
  balance: (choice: LoadBalancerChoice, vm?: Vm) => Promise<LoadBalancer>;
  /** Starts another VM for this test, which the test may break. */
  openVm: typeof startVm;
  /** Opens the lobby as a guest, in a browser context of their own, and joins. */
  join: (origin: string, name: string, context?: BrowserContextOptions) => Promise<Guest>;
}

/**
 * Playwright's `test` with fixtures for tests of the deployment: a VM behind a load balancer, both set up with the
 * files of `deploy/`.
 */
export const test = base.extend(failOnUncaught).extend<DeploymentFixtures, { vm: Vm }>({
  vm: [
    async ({}, use) => {
      const vm = await startVm();
      await use(vm);
      await vm.stop();
    },
    { scope: 'worker' },
  ],
  balance: async ({ vm }, use) => {
    const started: LoadBalancer[] = [];
    await use(async (choice, other = vm) => {
      const loadBalancer = await startLoadBalancer(other, choice);
      started.push(loadBalancer);
      return loadBalancer;
    });
    await Promise.all(started.map((one) => one.stop()));
  },
  openVm: async ({}, use) => {
    const started: Vm[] = [];
    await use(async (options) => {
      const vm = await startVm(options);
      started.push(vm);
      return vm;
    });
    await Promise.all(started.map((one) => one.stop()));
  },
  join: async ({ browser, contextOptions }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (origin, name, options) => {
      const context = await browser.newContext({ ...contextOptions, ...options });
      contexts.push(context);
      await context.addInitScript(keepViolations);
      const page = await context.newPage();
      const signalling = watchSignalling(page);
      await page.goto(`${origin}/?name=${encodeURIComponent(name)}`);
      await page.getByRole('button', { name: 'Join' }).click();
      await inRoom(page);
      return { page, signalling, violations: () => page.evaluate(keptViolations) };
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

function watchSignalling(page: Page): Guest['signalling'] {
  const seen = { opened: 0, closed: 0 };
  page.on('websocket', (socket) => {
    seen.opened += 1;
    socket.on('close', () => (seen.closed += 1));
  });
  return seen;
}

/** Makes each of the guest's pages keep violations of its policy. Runs before the page's own scripts. */
function keepViolations() {
  const kept: string[] = [];
  Object.assign(globalThis, { keptViolations: kept });
  document.addEventListener('securitypolicyviolation', (violation) => {
    kept.push(`${violation.effectiveDirective} blocked ${violation.blockedURI} (${violation.sourceFile})`);
  });
}

function keptViolations(): unknown {
  return Reflect.get(globalThis, 'keptViolations');
}

export { expect } from 'playwright/test';
