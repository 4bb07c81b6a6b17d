import { parseSync, Visitor, type ESTree } from 'vite';

/** Members of the classes in one source file of a library that the build leaves out of the bundle. */
export interface UnusedMembers {
  /** Members that nothing in the bundle calls. */
  removed: readonly string[];
  /**
   * Removed members whose names other objects have as well, so that the bundle can't be searched for their use. A call
   * fails with a TypeError.
   */
  removedUnchecked?: readonly string[];
  /**
   * Methods, also of object literals or as arrow functions, that the library calls, but whose effect the app does not need. Their body is
   * emptied, so that they return `undefined`.
   */
  emptied?: readonly string[];
}

/**
 * Returns the source file without the listed members. Every other character keeps its place, so that the source map
 * stays valid.
 *
 * @throws if the file has no such member
 */
export function withoutMembers(path: string, code: string, unused: UnusedMembers): string {
  const { removedUnchecked = [], emptied = [] } = unused;
  const removed = unused.removed.concat(removedUnchecked);
  const missing = new Set([...removed, ...emptied]);
  let result = code;
  function blank({ start, end }: ESTree.Span): void {
    result = result.slice(0, start) + code.slice(start, end).replaceAll(/[^\n]/g, ' ') + result.slice(end);
  }
  /** Removes the statements of a function, and returns whether there is one. */
  function empty(value: ESTree.Node | null): boolean {
    const isFunction = value?.type === 'FunctionExpression' || value?.type === 'ArrowFunctionExpression';
    if (!isFunction || value.body?.type !== 'BlockStatement') return false;
    const { start, end } = value.body;
    blank({ start: start + 1, end: end - 1 });
    return true;
  }
  new Visitor({
    ClassBody({ body }) {
      for (const member of body) {
        if (!('key' in member) || member.key.type !== 'Identifier') continue;
        const { name } = member.key;
        if (removed.includes(name)) blank(member);
        else if (!emptied.includes(name) || !empty(member.value)) continue;
        missing.delete(name);
      }
    },
    Property({ method, key, value }) {
      if (!method || key.type !== 'Identifier' || !emptied.includes(key.name)) return;
      if (empty(value)) missing.delete(key.name);
    },
  }).visit(parseSync(path, code).program);
  if (missing.size === 0) return result;
  throw new Error(
    `${path} has no ${[...missing].join(', ')} any more. Remove the names from build/livekitSources.ts, or find out what the members are called now.`,
  );
}

/**
 * Returns the names from `members` that the code reads as a property of any object. Minified code keeps the names of
 * properties.
 */
export function usedOf(code: string, members: readonly string[]): string[] {
  return members.filter((name) => new RegExp(`\\.\\s*${name}\\b`).test(code));
}
