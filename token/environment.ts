/** One thing that is wrong with the environment: a sentence that names the variable and says what would be right. */
export type Problem = string;

/**
 * Reads variables one by one and keeps what is wrong with them, so that the host hears about everything at once.
 * Blank space around a value does not count, and an empty value is one that is not set: `.env` files and
 * unit files leave both behind.
 */
export interface EnvironmentReader {
  /** What is wrong so far. */
  readonly problems: readonly Problem[];
  /** The value, or `undefined` when it is not set. */
  text(name: string): string | undefined;
  /**
   * The value as `parse` understands it; `fallback` when it is not set or `parse` returns `undefined`, and in the second
   * case a problem is kept.
   *
   * @param expected completes "It must be …"
   */
  parsed<Value>(
    name: string,
    fallback: Value,
    parse: (text: string) => Value | undefined,
    expected: string,
  ): Value;
  /** Keeps a problem that concerns several variables. */
  addProblem(problem: Problem): void;
}

export function readEnvironment(env: Readonly<Record<string, string | undefined>>): EnvironmentReader {
  const problems: Problem[] = [];
  const text = (name: string) => env[name]?.trim() || undefined;
  return {
    problems,
    text,
    parsed(name, fallback, parse, expected) {
      const written = text(name);
      if (written === undefined) return fallback;
      const value = parse(written);
      if (value !== undefined) return value;
      problems.push(`${name} is ${JSON.stringify(written)}. It must be ${expected}.`);
      return fallback;
    },
    addProblem: (problem) => void problems.push(problem),
  };
}

/** A whole number in plain decimal digits, `least` to `most`. */
export function parseWholeNumber(text: string, least: number, most: number): number | undefined {
  if (!/^\d{1,15}$/.test(text)) return undefined;
  const number = Number(text);
  return number >= least && number <= most ? number : undefined;
}

/** The parts between commas, each once and trimmed; `undefined` when there is none. */
export function parseList(text: string): [string, ...string[]] | undefined {
  const parts = text.split(',').map((part) => part.trim());
  const [first, ...others] = new Set(parts.filter((part) => part !== ''));
  return first === undefined ? undefined : [first, ...others];
}

/**
 * An address of one of these schemes (`ws:`), without credentials, query and fragment.
 *
 * @returns the address as a browser writes it, without a slash at the end
 */
export function parseAddress(text: string, schemes: readonly string[]): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!schemes.includes(url.protocol)) return undefined;
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  return url.href.replace(/\/+$/, '');
}
