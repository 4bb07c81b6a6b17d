import type { Page } from 'puppeteer-core';

/** Puppeteer's WebDriver BiDi connection, which is not public. */
interface Connection {
  send: (method: string, parameters: object) => Promise<unknown>;
}

function isConnection(value: unknown): value is Connection {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'send') === 'function';
}

/** Command-line argument of Firefox that permits functions in its own window (`runInFirefox`). */
export const systemAccess = '--remote-allow-system-access';

/**
 * Runs a function in Firefox's own window, around its pages, with the rights of Firefox itself.
 * `gBrowser.selectedBrowser` is the page's tab there. Needs a Firefox that was started with `systemAccess`.
 *
 * @param declaration text of a JavaScript function, which may be asynchronous
 * @returns the result of the function, if it is a string
 * @see https://firefox-source-docs.mozilla.org/remote/Security.html
 */
export async function runInFirefox(page: Page, declaration: string, ...values: string[]): Promise<string> {
  const connection: unknown = Reflect.get(page.browser(), 'connection');
  if (!isConnection(connection)) throw new Error('Puppeteer has no connection of its own any more.');
  await page.bringToFront();
  const tree: unknown = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const answer: unknown = await connection.send('script.callFunction', {
    functionDeclaration: declaration,
    arguments: values.map((value) => ({ type: 'string', value })),
    awaitPromise: true,
    target: { context: Object(tree).result?.contexts?.[0]?.context },
  });
  const { result, exceptionDetails } = Object(answer).result ?? {};
  if (exceptionDetails) throw new Error(`In Firefox: ${String(exceptionDetails.text)}`);
  return String(result?.value ?? '');
}
