import type { Browser } from 'playwright';

/** A screenshot of the room with `count` people in one size. */
export interface Shot {
  count: number;
  width: number;
  height: number;
  png: Buffer;
}

/** Saves an image of all screenshots on one page, a row for each size. */
export async function composeSheet(browser: Browser, shots: readonly Shot[], path: string): Promise<void> {
  const sizes = [...new Set(shots.map(({ width, height }) => `${width}×${height}`))];
  const rows = sizes.map((size) => {
    const figures = shots
      .filter(({ width, height }) => `${width}×${height}` === size)
      .map(
        ({ count, png }) =>
          `<figure><img src="data:image/png;base64,${png.toString('base64')}"><figcaption>${count}</figcaption></figure>`,
      );
    return `<h2>${size}</h2><div>${figures.join('')}</div>`;
  });
  const page = await browser.newPage({ viewport: { width: 2200, height: 1200 } });
  await page.setContent(`<style>
    body { margin: 16px; font: 14px system-ui; background: #fff; color: #222; width: max-content }
    h2 { margin: 12px 0 4px; font-size: 15px }
    div { display: flex; gap: 8px }
    figure { margin: 0 }
    img { height: 200px; border: 1px solid #ccc; display: block }
  </style>${rows.join('')}`);
  await page.locator('body').screenshot({ path });
  await page.close();
}
