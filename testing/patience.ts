/**
 * For stories and deployment, in ms: what is right comes early; what is late beside other stories on a busy computer is not wrong for
 * that.
 */
export const patience = { timeout: 240_000, expect: { timeout: 60_000 } };
