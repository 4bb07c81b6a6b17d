/**
 * Timeouts of e2e and deployment tests, in ms. They are long because several tests share a busy computer; a test that
 * passes does not wait for them.
 */
export const patience = { timeout: 240_000, expect: { timeout: 60_000 } };
