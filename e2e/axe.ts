import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from 'playwright/test';

/**
 * What axe finds wrong in the page as it is now: nothing.
 *
 * @param where in the page, for whoever reads of the failure
 */
export async function expectNoViolations(page: Page, where?: string): Promise<void> {
  // Else a blank page is opened for what was found in frames of other origins, which we have none of; it takes as long again.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
    where,
  ).toEqual([]);
}
