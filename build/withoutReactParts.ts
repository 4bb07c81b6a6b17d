import { parseSync, Visitor, type ESTree, type Plugin } from 'vite';

/**
 * Functions in react-dom 19.3.1 that nothing calls unless a page uses `hydrateRoot`, `<ViewTransition>`, a ref on a
 * fragment, `<SuspenseList>`, actions of forms, style sheets for which React waits, or renders `<html>`,
 * `<head>` or `<body>`. Calling them throws an error.
 */
const unused = [
  // Hydration of HTML from a server.
  'attemptExplicitHydrationTarget',
  'canHydrateHydrationBoundary',
  'canHydrateInstance',
  'canHydrateTextInstance',
  'checkForUnmatchedText',
  'clearHydrationBoundary',
  'createFiberFromDehydratedFragment',
  'getBumpedLaneForHydration',
  'getBumpedLaneForHydrationByLane',
  'getNextHydratable',
  'hideOrUnhideDehydratedBoundary',
  'markRetryLaneIfNotHydrated',
  'mountHostRootWithoutHydrating',
  'popToNextHostParent',
  'prepareToHydrateHostInstance',
  'queueHydrationError',
  'registerSuspenseInstanceRetry',
  'retryActivityComponentWithoutHydrating',
  'retryDehydratedSuspenseBoundary',
  'retryIfBlockedOn',
  'retrySuspenseComponentWithoutHydrating',
  'throwOnHydrationMismatch',
  'updateDehydratedSuspenseComponent',
  // View transitions.
  'applyViewTransitionToHostInstances',
  'commitDeletedPairViewTransitions',
  'createViewTransitionInstance',
  'flushAfterMutationEffects',
  'getViewTransitionClassName',
  'getViewTransitionName',
  'measureViewTransitionHostInstancesRecursive',
  'reportViewTransitionError',
  'restoreViewTransitionOnHostInstances',
  'startViewTransition',
  // Refs on fragments.
  'FragmentInstance',
  'addFragmentHandleToFiber',
  'addFragmentHandleToInstance',
  // Lists of Suspense boundaries.
  'cutOffTailIfNeeded',
  'findFirstSuspended',
  'updateSuspenseListComponent',
  // Actions of forms.
  'mountActionState',
  'recursivelyResetForms',
  'requestFormReset',
  'rerenderActionState',
  'startHostTransition',
  'updateActionState',
  'useHostTransitionStatus',
  // Style sheets, scripts and metadata that React would move into the head of the page.
  'acquireResource',
  'createHoistableInstance',
  'estimateBandwidth',
  'getHydratableHoistableCache',
  'getResource',
  'insertStylesheetIntoRoot',
  'insertSuspendedStylesheets',
  'markNodeAsHoistable',
  'mountHoistable',
  'preconnect',
  'prefetchDNS',
  'preinitModuleScript',
  'preinitScript',
  'preinitStyle',
  'preload',
  'preloadModule',
  'preloadResource',
  'preloadResourceAndSuspendIfNeeded',
  // <html>, <head> and <body>.
  'commitHostSingletonAcquisition',
  'releaseSingletonInstance',
  'resolveSingletonInstance',
  // `findDOMNode`, which no package exports any more.
  'findCurrentFiberUsingSlowPath',
];

/**
 * Functions in react-dom 19.3.1 that are called on every page, but have nothing to do without the features above. Their
 * bodies are emptied, so that they return `undefined`.
 */
const withoutEffect = [
  'accumulateSuspenseyCommitOnFiber',
  'clearIfContinuousEvent',
  'commitActivityHydrationCallbacks',
  'commitEnterViewTransitions',
  'commitExitViewTransitions',
  'commitFragmentInstanceDeletionEffects',
  'commitFragmentInstanceInsertionEffects',
  'commitNestedViewTransitions',
  'commitNewChildToFragmentInstances',
  'commitSuspenseHydrationCallbacks',
  // Shows asynchronous transitions as a navigation of the page.
  'defaultOnDefaultTransitionIndicator',
  'extractEvents$1',
  'getHoistableRoot',
  'isHostHoistableType',
  'popHydrationState',
  'preloadInstanceAndSuspendIfNeeded',
  'queueIfContinuousEvent',
  'resetHydrationState',
  'restoreEnterOrExitViewTransitions',
  'restoreNestedViewTransitions',
  'trackEnterViewTransitions',
];

/** Variables in react-dom 19.3.1 that stay `false` without the features above. */
const alwaysFalse = ['isHydrating', 'shouldStartViewTransition'];

/** Constructors in react-dom whose methods are left out together with them, and methods that are left out alone. */
const prototypes = [
  'FragmentInstance.prototype.',
  'ReactDOMHydrationRoot.prototype.unstable_scheduleHydration',
  'ViewTransitionPseudoElement.prototype.',
];

const message =
  'This page was built without a part of React that it uses. Remove the part from build/withoutReactParts.ts.';

/**
 * Returns the source of react-dom without parts that the app does not use. No line moves, so that the source map stays
 * valid.
 *
 * @throws if a function or variable does not exist any more
 */
export function withoutReactParts(code: string): string {
  const missing = new Set([...unused, ...withoutEffect, ...alwaysFalse, ...prototypes]);
  const changes: { start: number; end: number; text: string }[] = [];
  /** Functions with a parameter of the same name as one of the variables. */
  const ownVariables: ESTree.Span[] = [];
  const { program } = parseSync('react-dom.js', code);
  function replace({ start, end }: ESTree.Span, text: string): void {
    const lines = code.slice(start, end).replaceAll(/[^\n]/g, '');
    changes.push({ start, end, text: `${text}${lines}` });
  }
  for (const statement of program.body) {
    if (statement.type === 'FunctionDeclaration' && statement.id && statement.body) {
      const { name } = statement.id;
      for (const parameter of statement.params)
        if (parameter.type === 'Identifier' && alwaysFalse.includes(parameter.name))
          ownVariables.push(statement);
      const isUnused = unused.includes(name);
      if (!isUnused && !withoutEffect.includes(name)) continue;
      replace(statement.body, isUnused ? '{ partLeftOut(); }' : '{}');
      missing.delete(name);
    } else if (statement.type === 'ExpressionStatement') {
      const method = prototypes.find((start) => code.startsWith(start, statement.start));
      if (method === undefined) continue;
      replace(statement, '');
      missing.delete(method);
    }
  }
  new Visitor({
    VariableDeclarator({ id, init }) {
      if (id.type !== 'Identifier' || !alwaysFalse.includes(id.name)) return;
      if (init && code.slice(init.start, init.end) === '!1') missing.delete(id.name);
    },
    Identifier(identifier) {
      const { name, start, end } = identifier;
      if (!alwaysFalse.includes(name)) return;
      if (/^\s*=(?!=)/.test(code.slice(end))) return;
      if ([...changes, ...ownVariables].some((span) => span.start <= start && end <= span.end)) return;
      replace(identifier, '!1');
    },
  }).visit(program);
  if (missing.size > 0) {
    throw new Error(
      `react-dom has no ${[...missing].join(', ')} any more. Find out what they are called now, or remove them from build/withoutReactParts.ts.`,
    );
  }
  changes.sort((a, b) => b.start - a.start);
  const smaller = changes.reduce(
    (text, { start, end, text: instead }) => `${text.slice(0, start)}${instead}${text.slice(end)}`,
    code,
  );
  return `function partLeftOut() { throw Error(${JSON.stringify(message)}); } ${smaller}`;
}

/** Features of React that the build leaves out, as an app's source code uses them. */
const features =
  /\b(?:hydrateRoot|ViewTransition|SuspenseList|useActionState|useFormState|useFormStatus|requestFormReset|prefetchDNS|preconnect|preloadModule|preinit|preinitModule)\b(?=[^]*from 'react(?:-dom)?(?:\/client)?')|<(?:title|meta|link|style|script|html|head|body)\b|<form[^>]*\saction=|\bformAction=|<Fragment[^>]*\sref=/;

/** Returns what a source file of the app uses of the parts of React that the build leaves out. */
export function leftOutFeature(code: string): string | undefined {
  return features.exec(code)?.[0];
}

/**
 * Builds react-dom without the parts that the app does not use: hydration, view transitions, refs on
 * fragments, lists of Suspense boundaries, actions of forms, and resources that are moved into the head. They are a
 * quarter of react-dom, which every guest loads before the lobby. React has no build without them (docs/decisions/0032).
 *
 * The build fails if the app uses one of these parts, or if a function does not exist any more. A library that uses one
 * gets an error with a message that names this file.
 */
export function smallerReact(): Plugin {
  return {
    name: 'smaller-react',
    enforce: 'pre',
    apply: 'build',
    transform: {
      filter: { id: /\/react-dom\/cjs\/react-dom-client\.production\.js$|\/src\/.*\.tsx?$/ },
      handler(code, id) {
        if (id.includes('/node_modules/')) {
          return id.includes('/react-dom/cjs/') ? { code: withoutReactParts(code), map: null } : undefined;
        }
        const feature = leftOutFeature(code);
        if (!feature) return undefined;
        throw new Error(
          `${id} uses ${feature}, which needs a part of React that the build leaves out. Remove the part from build/withoutReactParts.ts.`,
        );
      },
    },
  };
}
