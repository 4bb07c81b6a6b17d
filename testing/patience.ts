/**
 * Timeouts of e2e and deployment tests, in ms. They are long because several tests share a busy computer; a test that
 * passes does not wait for them.
 */
export const patience = { timeout: 240_000, expect: { timeout: 60_000 } };

/**
 * Timeouts of single actions such as a click, in ms. Without them an action that cannot happen is tried until the test's
 * timeout. If the test has opened a browser of its own, Playwright then names neither the action nor its line.
 */
export const actionPatience = { actionTimeout: 120_000, navigationTimeout: 120_000 };
