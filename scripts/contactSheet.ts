import type { Browser } from 'playwright';

/** A screenshot, and the row of the contact sheet that shows it. */
export interface Shot {
  row: string;
  caption: string;
  png: Buffer;
}

/**
 * Arranges all screenshots on one page, the contact sheet, and saves an image of the page.
 *
 * @param height the height of each screenshot, in pixels
 */
export async function composeSheet(
  browser: Browser,
  shots: readonly Shot[],
  path: string,
  height = 200,
): Promise<void> {
  const rows = [...new Set(shots.map(({ row }) => row))].map((title) => {
    const figures = shots
      .filter(({ row }) => row === title)
      .map(
        ({ caption, png }) =>
          `<figure><img src="data:image/png;base64,${png.toString('base64')}"><figcaption>${caption}</figcaption></figure>`,
      );
    return `<h2>${title}</h2><div>${figures.join('')}</div>`;
  });
  const page = await browser.newPage({ viewport: { width: 2200, height: 1200 } });
  await page.setContent(`<style>
    body { margin: 16px; font: 14px system-ui; background: #fff; color: #222; width: max-content }
    h2 { margin: 12px 0 4px; font-size: 15px }
    div { display: flex; gap: 8px }
    figure { margin: 0 }
    img { height: ${height}px; border: 1px solid #ccc; display: block }
  </style>${rows.join('')}`);
  await page.locator('body').screenshot({ path });
  await page.close();
}
