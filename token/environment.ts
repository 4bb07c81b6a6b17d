/** A problem with an environment variable: a sentence with the name of the variable and its expected form. */
export type Problem = string;

/**
 * Reads environment variables one by one and collects all problems, so that the person who runs the server sees all of
 * them at once. White space around a value is ignored, and an empty value counts as not set: `.env` files and unit
 * files leave both behind.
 */
export interface EnvironmentReader {
  /** The problems that were found so far. */
  readonly problems: readonly Problem[];
  /** The value of the variable, or `undefined` when it is not set. */
  text(name: string): string | undefined;
  /**
   * Parses a variable. Returns `fallback` when the variable is not set, or when `parse` returns `undefined`; the latter
   * also adds a problem.
   *
   * @param expected completes the sentence "It must be …"
   */
  parsed<Value>(
    name: string,
    fallback: Value,
    parse: (text: string) => Value | undefined,
    expected: string,
  ): Value;
  /** Adds a problem that concerns several variables. */
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

/** Parses a whole number in plain decimal digits from `least` to `most`. */
export function parseWholeNumber(text: string, least: number, most: number): number | undefined {
  if (!/^\d{1,15}$/.test(text)) return undefined;
  const number = Number(text);
  return number >= least && number <= most ? number : undefined;
}

/** Splits a text at commas into trimmed, unique items; `undefined` when there is none. */
export function parseList(text: string): [string, ...string[]] | undefined {
  const parts = text.split(',').map((part) => part.trim());
  const [first, ...others] = new Set(parts.filter((part) => part !== ''));
  return first === undefined ? undefined : [first, ...others];
}

/**
 * Parses an address with one of these schemes (`ws:`). It must have no credentials, query or fragment.
 *
 * @returns the normalized address, without a slash at the end
 */
export function parseAddress(text: string, schemes: readonly string[]): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!schemes.includes(url.protocol)) return undefined;
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  return url.href.replace(/\/+$/, '');
}
