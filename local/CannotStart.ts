/**
 * First Room can't start, or go on, for a reason that the person at the terminal can do something about.
 * The message is whole: what happened and what to do. It is shown without a stack trace.
 */
export class CannotStart extends Error {
  override name = 'CannotStart';
}
