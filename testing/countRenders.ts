/** What React has rendered since the last call of `takeRenders`. */
interface Renders {
  commits: number;
  /** How many times a component rendered. */
  components: number;
  /** Names of the participants whose tiles rendered. */
  tiles: string[];
  /** Components that rendered without changing the page, each by the name on its tile, or as `elsewhere`. */
  inVain: string[];
}

declare global {
  interface Window {
    takeRenders: () => Renders;
  }
}

/** The fields of a React fiber (react-reconciler 19, ReactInternalTypes.js) that React's developer tools read. */
interface Fiber {
  tag: number;
  flags: number;
  alternate: Fiber | null;
  child: Fiber | null;
  sibling: Fiber | null;
  return: Fiber | null;
  stateNode: unknown;
}

/**
 * Counts React's commits and the components that it renders, by posing as React's developer tools, to which production
 * builds report as well. Runs in the page before React. A component has rendered if its fiber has the flag
 * `PerformedWork`. A commit reuses the fibers that it did not touch.
 *
 * @param tileSelector matches the page's tiles
 */
export function countRenders(tileSelector: string): void {
  const performedWork = 1;
  const hostComponent = 5;
  // React's numbers (`tag`) for kinds of components: functions, classes, forwardRef, memo of a function.
  const components = new Set([0, 1, 11, 15]);
  const none = () => ({ commits: 0, components: 0, tiles: new Set<string>(), inVain: new Set<string>() });
  let renders = none();
  const changes = new MutationObserver(() => {});
  changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  function nameOf(element: Element | null): string {
    const tile = element?.closest(tileSelector);
    return tile
      ? (tile.getAttribute('aria-label') ?? tile.textContent).split(/[,(]/)[0]?.trim() || '?'
      : 'elsewhere';
  }

  function elementOf(fiber: Fiber): Element | null {
    for (let at: Fiber | null = fiber; at; at = at.child) {
      if (at.tag === hostComponent && at.stateNode instanceof Element) return at.stateNode;
    }
    for (let at = fiber.return; at; at = at.return) {
      if (at.tag === hostComponent && at.stateNode instanceof Element) return at.stateNode;
    }
    return null;
  }

  function walk(now: Fiber, before: Fiber | null, drawn: Set<string>): void {
    if (components.has(now.tag) && (!before || (now.flags & performedWork) !== 0)) {
      renders.components += 1;
      drawn.add(nameOf(elementOf(now)));
    }
    if (before && now.child === before.child) return;
    for (let child = now.child; child; child = child.sibling) walk(child, child.alternate, drawn);
  }

  Object.assign(window, {
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      supportsFiber: true,
      inject: () => 1,
      onCommitFiberRoot(_renderer: number, root: { current: Fiber }) {
        renders.commits += 1;
        const changed = new Set(
          changes
            .takeRecords()
            .map(({ target }) => nameOf(target instanceof Element ? target : target.parentElement)),
        );
        const drawn = new Set<string>();
        walk(root.current, root.current.alternate, drawn);
        for (const name of drawn) {
          if (name !== 'elsewhere') renders.tiles.add(name);
          if (!changed.has(name)) renders.inVain.add(name);
        }
      },
    },
  });
  window.takeRenders = () => {
    const { tiles, inVain, ...counts } = renders;
    renders = none();
    return { ...counts, tiles: [...tiles].toSorted(), inVain: [...inVain].toSorted() };
  };
}
