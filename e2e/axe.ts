import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from 'playwright/test';

/**
 * Fails when axe finds a violation of accessibility rules in the page as it is now.
 *
 * @param where the place in the page, for the failure's message
 */
export async function expectNoViolations(page: Page, where?: string): Promise<void> {
  await expectNothingFound(await axe(page), where);
}

/**
 * Checks the page's accessibility in light and in dark colours. In dark only the rules about colours run again, because
 * the elements are the same.
 */
export async function expectNoViolationsInLightAndDark(page: Page, where = 'page'): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await expectNothingFound(await axe(page), `${where}, light`);
  await page.emulateMedia({ colorScheme: 'dark' });
  const inDark = (await axe(page)).withRules(['color-contrast', 'link-in-text-block']);
  await expectNothingFound(inDark, `${where}, dark`);
}

async function axe(page: Page): Promise<AxeBuilder> {
  // For each analysis the builder runs its source of 1.3 MB twice in the page. From the second one in a document on,
  // axe is there already, so the source is an empty statement.
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  const builder = new AxeBuilder({ page, ...(isThere && { axeSource: ';' }) });
  // Uses axe's legacy mode, because otherwise axe opens a blank page to merge the results of frames from other origins.
  // The app has no such frames, and the merge would double the time. Results are worked out for violations only. The
  // rule that accessible names contain the visible words (WCAG 2.5.3) is off by default (axe 4.13).
  const rules = { 'label-content-name-mismatch': { enabled: true } };
  return builder.setLegacyMode().options({ resultTypes: ['violations'], rules });
}

async function expectNothingFound(builder: AxeBuilder, where?: string): Promise<void> {
  const { violations } = await builder.analyze();
  expect(
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
    where,
  ).toEqual([]);
}
