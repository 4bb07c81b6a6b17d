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
