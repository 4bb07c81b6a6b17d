/**
 * Makes a function that sends one request for all callers with the same key: while the answer is pending, further
 * callers share it. A failure rejects for all of them.
 */
export function shareWhilePending<Answer>(
  ask: (key: string) => Promise<Answer>,
): (key: string) => Promise<Answer> {
  const pending = new Map<string, Promise<Answer>>();
  return (key) => {
    const answer = pending.get(key) ?? ask(key);
    if (!pending.has(key)) {
      pending.set(key, answer);
      const forget = () => pending.delete(key);
      answer.then(forget, forget);
    }
    return answer;
  };
}

/**
 * Makes a function that sends at most one request at a time for each key, and whose answer is never older than the call:
 * callers that come while a request is pending share the next one.
 */
export function shareNext<Answer>(ask: (key: string) => Promise<Answer>): (key: string) => Promise<Answer> {
  const pending = new Map<string, Promise<unknown>>();
  const next = new Map<string, Promise<Answer>>();

  async function askNext(key: string): Promise<Answer> {
    await pending.get(key);
    next.delete(key);
    const answer = ask(key);
    const settled = answer.then(
      () => pending.delete(key),
      () => pending.delete(key),
    );
    pending.set(key, settled);
    return await answer;
  }

  return (key) => {
    const answer = next.get(key) ?? askNext(key);
    next.set(key, answer);
    return answer;
  };
}
