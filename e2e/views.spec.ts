/** The views that show what batch norm does with its minibatch, the loss ahead and the maps: read in numbers, and by axe. */
import type { Locator } from 'playwright/test';
import { DATA, expect, test } from './playground.ts';

const SETTINGS = `network=conv8/2_pool_conv16_dense64&images=200&epochs=1&batch=4${DATA}&engine=wasm&norm=group&weights=plain&run=norm:batch`;

const SOON = { timeout: 60_000 };

/** The first number after some words of an element's text; '−' is a minus sign, '3.1e−7' a tiny number. */
async function numberAfter(element: Locator, words: string): Promise<number> {
  const text = (await element.textContent()) ?? '';
  const match = new RegExp(`${words}\\s*([−\\d.,]+(?:e[−+]\\d+)?)`).exec(text);
  if (!match) throw new Error(`no number after '${words}' in '${text}'`);
  return Number(match[1]?.replaceAll('−', '-').replaceAll(',', '').replace(/\.$/, ''));
}

test('shows by numbers what batch norm does with its minibatch', async ({ playground, page }) => {
  test.setTimeout(240_000);
  await playground.open(SETTINGS);
  await playground.button('Train').click();
  await expect(playground.status).toContainText('2 runs finished', SOON);
  await page.getByRole('tab', { name: 'Inside the network' }).click();
  const view = (name: RegExp) => page.getByRole('radio', { name }).press('Space');
  const batchNorm = page.getByRole('region', { name: 'BN · seed 1', exact: true });
  const groupNorm = page.getByRole('region', { name: 'GN(32) · seed 1', exact: true });

  await test.step('Two faces', async () => {
    await view(/^Two faces/);
    await expect(groupNorm).toContainText(/one face, \d+\.\d %/, SOON);
    await expect(batchNorm).toContainText(/two faces (differ by|agree)/, SOON);
    const moving = await numberAfter(batchNorm, 'Moving statistics');
    await expect(batchNorm.getByRole('img', { name: /^Moving mean against/ })).toBeVisible();
    await expect(batchNorm).not.toContainText('% →');
    await playground.button('Recalibrate').click();
    await expect(batchNorm).toContainText(/\d % → \d+\.\d %/, SOON);
    expect(await numberAfter(batchNorm.locator('.recalibrated'), '')).toBe(moving);
    await playground.expectAccessible('', '#panel-inside');
  });

  await test.step('Batch-mates', async () => {
    await view(/Batch-mates/);
    await expect(batchNorm).toContainText('moves by', SOON);
    expect(await numberAfter(batchNorm, 'the true class, moves by')).toBeGreaterThan(0.01);
    await expect(groupNorm).toContainText('Companions change nothing', SOON);
    const logits = await groupNorm.locator('tbody tr td:nth-child(3)').allTextContents();
    expect(logits).toHaveLength(9);
    expect(new Set(logits).size).toBe(1);
    await page.getByRole('combobox', { name: 'Scale' }).selectOption('Probabilities');
    await expect(batchNorm.getByRole('img', { name: /^Probabilities of the 10 classes/ })).toBeVisible();
    const image = page.getByRole('spinbutton', { name: 'Test image' });
    await playground.button('Another image').click();
    await expect(image).toHaveValue('1237');
    await expect(page.getByRole('img', { name: /, test image 1,237$/ })).toBeVisible(SOON);
    await playground.expectAccessible('', '#panel-inside');
  });

  await test.step('Noise', async () => {
    await view(/Noise/);
    await expect(batchNorm).toContainText('Not measured yet');
    await playground.button('Measure the noise').click();
    await expect(batchNorm).toContainText("a channel's mean is off by", SOON);
    await expect(groupNorm).toContainText('This norm never sees it', SOON);
    const own = await numberAfter(batchNorm, "a channel's mean is off by");
    expect(await numberAfter(batchNorm, 'in minibatches of 128, by')).toBeLessThan(own);
    await expect(page.getByRole('img', { name: /^Spread of the variance.*predicted/ })).toBeVisible();
    await playground.expectAccessible('', '#panel-inside');
  });

  await test.step('Loss landscape', async () => {
    await view(/Loss landscape/);
    await playground.button('Look along the next update').click();
    for (const run of [batchNorm, groupNorm]) {
      await expect(run).toContainText('the loss leaves its tangent by up to', SOON);
      expect(await numberAfter(run, 'tangent by up to')).toBeGreaterThan(0);
    }
    const table = page.getByRole('table', { name: 'Along the next update' });
    const [now, next] = await table.getByRole('row', { name: /^BN/ }).getByRole('cell').allTextContents();
    expect(Number(now)).toBeGreaterThan(0);
    expect(next).not.toBe(now);
    await playground.expectAccessible('', '#panel-inside');
  });

  await test.step('Feature maps', async () => {
    await view(/Feature maps/);
    const maps = batchNorm.getByRole('list', { name: /^What conv1 makes of the image/ });
    await expect(maps.getByRole('img', { name: /^Channel \d, from / })).toHaveCount(8, SOON);
    await expect(batchNorm.getByRole('img', { name: /^Filter \d, from −?\d/ })).toHaveCount(8, SOON);
    await page.getByRole('combobox', { name: 'Layer' }).selectOption({ label: 'dense1, dense · 64' });
    await expect(batchNorm.getByRole('img', { name: /^Output of dense1\. \d+ of 64 units/ })).toBeVisible(
      SOON,
    );
    await playground.expectAccessible('', '#panel-inside');
  });

  await page.setViewportSize({ width: 360, height: 800 });
  for (const name of [/^Two faces/, /Batch-mates/, /Noise/, /Loss landscape/, /Feature maps/]) {
    await view(name);
    await expect(page.getByText('Loading the view')).toBeHidden();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `${name}`).toBeLessThanOrEqual(0);
  }
});
