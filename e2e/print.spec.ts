/** The page on paper. */
import { expect, test } from './playground.ts';

const points = { images: [100, 200], step: [10, 20], ms: [1, 2], loss: [2, 1], acc: [0.2, 0.6] };
const run = {
  experiment: { norm: 'group', network: 'mlp', images: 200, batch: 10, epochs: 1 },
  history: { loss: [1], acc: [0.5], val_loss: [1], val_acc: [0.5] },
  steps: points,
  test: { loss: 1, acc: 0.5 },
};

test('is printed light and whole, without bars over it, from a dark page too', async ({
  playground,
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await playground.open();
  await page.getByLabel('Files to import').setInputFiles({
    name: 'a.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(run)),
  });
  const canvas = page.getByRole('region', { name: 'Accuracy chart' }).locator('canvas').first();
  await expect(canvas).toBeVisible();
  // A4 within usual margins.
  await page.setViewportSize({ width: 718, height: 1000 });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const paper = await page.evaluate(() => ({
    grounds: ['html', '.chart'].map((each) => {
      const element = document.querySelector(each);
      return element && getComputedStyle(element).backgroundColor;
    }),
    over: [...document.querySelectorAll('body *')]
      .filter((each) => ['fixed', 'sticky'].includes(getComputedStyle(each).position))
      .filter((each) => each.getClientRects().length > 0)
      .map((each) => each.className),
    wide: document.documentElement.scrollWidth - innerWidth,
  }));
  expect(paper.grounds).toEqual(['rgb(247, 248, 250)', 'rgb(255, 255, 255)']);
  expect(paper.over).toEqual([]);
  expect(paper.wide).toBeLessThanOrEqual(0);
  await expect(canvas).toHaveCSS('filter', 'invert(1) hue-rotate(180deg)');
  const box = await canvas.boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(718);
  await expect(playground.button('Train')).toBeHidden();
  await expect(page.getByRole('region', { name: 'Accuracy chart' })).toContainText('GN(32)+WS');
});
