import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from 'playwright/test';

/**
 * Fails when axe finds a violation of accessibility rules in the page as it is now.
 *
 * @param where the place in the page, for the failure's message
 */
export async function expectNoViolations(page: Page, where?: string): Promise<void> {
  await expectNothingFound(axe(page), where);
}

/**
 * Checks the page's accessibility in light and in dark colours. In dark only the rules about colours run again, because
 * the elements are the same.
 */
export async function expectNoViolationsInLightAndDark(page: Page, where = 'page'): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await expectNothingFound(axe(page), `${where}, light`);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNothingFound(axe(page).withRules(['color-contrast', 'link-in-text-block']), `${where}, dark`);
}

function axe(page: Page): AxeBuilder {
  // Uses axe's legacy mode, because otherwise axe opens a blank page to merge the results of frames from other origins.
  // The app has no such frames, and the merge would double the time.
  return new AxeBuilder({ page }).setLegacyMode();
}

async function expectNothingFound(builder: AxeBuilder, where?: string): Promise<void> {
  const { violations } = await builder.analyze();
  expect(
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
    where,
  ).toEqual([]);
}
