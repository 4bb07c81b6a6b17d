/**
 * The outcome of an operation that can fail for a reason that the guest should hear about. A bug is an exception
 * instead.
 */
export type Result<Value, Failure> = { ok: true; value: Value } | { ok: false; failure: Failure };

export function success<Value>(value: Value): { ok: true; value: Value } {
  return { ok: true, value };
}

export function failed<Failure>(failure: Failure): { ok: false; failure: Failure } {
  return { ok: false, failure };
}
