/** A first visit, without a link: what the bare page shows before Train, while the default trains, and at its end. */
import { expect, hasRealImages, test } from './playground.ts';

test('the bare page shows what will be learnt, then who is ahead, then what was seen', async ({
  playground,
  page,
}) => {
  await playground.open();
  const samples = page.getByRole('list', { name: 'Sample images' });
  await expect(samples.getByRole('listitem')).toHaveCount(10);
  // Not empty boxes: each class has three images, with something bright on a dark ground.
  await expect(samples.locator('canvas')).toHaveCount(30);
  const blank = await samples.locator('canvas').evaluateAll(
    (canvases) =>
      canvases.filter((canvas) => {
        if (!(canvas instanceof HTMLCanvasElement)) return true;
        const { width, height } = canvas;
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, width, height) ?? { data: [] };
        const reds = [...data].filter((_, i) => i % 4 === 0);
        return Math.max(...reds) - Math.min(...reds) < 50;
      }).length,
  );
  expect(blank).toBe(0);
  const layers = page.getByRole('list', { name: 'Layers of the network' }).getByRole('listitem');
  await expect(layers.first()).toContainText('28 × 28 × 1');
  await expect(layers.last()).toContainText('10');
  const words = await page.locator('body').innerText();
  expect(words.match(/press train/gi)).toHaveLength(1);

  await playground.button('Train').click();
  await expect(playground.status).toContainText(
    /^Training 2 runs: GN\(4\)\+WS \d+ % · BN \d+ %, epoch \d of 2, [\d,]+ of 2,000 images seen each, /,
    { timeout: 60_000 },
  );
  const entry = page.getByRole('region', { name: 'Accuracy chart' }).locator('.legend li');
  await expect(entry.nth(0)).toContainText(/^GN\(4\)\+WS ?\d+ %/);
  await expect(entry.nth(1)).toContainText(/^BN ?\d+ %/);
  const rows = page.getByRole('progressbar', { name: /^Progress of/ });
  for (const row of [rows.nth(0), rows.nth(1)]) {
    await expect.poll(async () => Number(await row.getAttribute('value'))).toBeGreaterThan(0);
  }

  const headlines = page.locator('.verdict-words .headline');
  await expect(headlines.first()).toBeVisible({ timeout: 60_000 });
  const [seen, worth] = await headlines.allInnerTexts();
  expect(seen).toMatch(/^GN\(4\)\+WS \d+\.\d %, BN \d+\.\d %: \d+\.\d points apart, one seed each\.$/);
  expect(worth).toMatch(/^Not enough seeds for a verdict: run 2 more of each\.$/);
  // On real images the difference is to be seen at a glance.
  if (hasRealImages) expect(Number(/: ([\d.]+) points/.exec(seen ?? '')?.[1])).toBeGreaterThan(8);
  await expect(playground.button('Now the original network')).toBeVisible();
});
