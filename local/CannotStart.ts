/**
 * Thrown when First Room can't start, or go on, for a reason that the person at the terminal can fix. The message is
 * complete (what happened and what to do) and is shown without a stack trace.
 */
export class CannotStart extends Error {
  override name = 'CannotStart';
}
