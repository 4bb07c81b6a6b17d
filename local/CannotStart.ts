/**
 * Thrown when First Room can't start, or can't go on, for a reason that the person at the terminal can fix. The message
 * is complete (what happened and what to do) and is printed without a stack trace.
 */
export class CannotStart extends Error {
  override name = 'CannotStart';
}
