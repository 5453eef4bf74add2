/** The page on every screen: the verdict's words have room, the charts stand in view, the focus is never lost. */
import { expect, LONG, QUICK, test } from './playground.ts';

const TWO = `${QUICK}&run=norm:batch,weights:plain`;

test('gives the verdict room at every width, and shows charts and tabs on a laptop', async ({
  playground,
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await playground.open(TWO);
  // Live regions are there before their first words, or nobody reads those out.
  const region = await page.locator('.verdict-words[aria-live="polite"]').elementHandle();
  await playground.button('Train').click();
  await expect(playground.status).toContainText('2 runs finished', { timeout: 60_000 });
  await expect(page.getByRole('region', { name: 'Guide' })).toBeVisible();
  for (const width of [320, 360, 768, 920, 1024, 1440, 2560]) {
    await page.setViewportSize({ width, height: 900 });
    const words = await page.locator('.verdict-words').boundingBox();
    expect(words?.width, `words at ${width} pixels`).toBeGreaterThan(Math.min(width - 60, 480));
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(sideways, `sideways at ${width} pixels`).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  const tabs = await page.getByRole('tablist', { name: 'Results' }).boundingBox();
  expect((tabs?.y ?? Infinity) + (tabs?.height ?? 0)).toBeLessThanOrEqual(900);
  // One seed each and one batch size: there is nothing to choose.
  await expect(page.getByRole('combobox', { name: 'Seeds' })).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: 'Layout' })).toHaveCount(0);
  await expect(page.locator('.announcer')).toContainText('2 runs finished');
  expect(await region?.evaluate((each) => each.isConnected && each.textContent !== '')).toBe(true);
  await expect(page.getByRole('status')).toHaveAttribute('aria-live', 'off');
});

for (const width of [360, 1440]) {
  test(`covers nothing that has the focus at ${width} pixels`, async ({ playground, page }) => {
    await page.setViewportSize({ width, height: 740 });
    await playground.open(TWO);
    const covered: string[] = [];
    let stops = 0;
    await page.locator('.experiment select').first().focus();
    for (let presses = 0; presses < 60; presses++) {
      const found = await page.evaluate(() => {
        const field = document.activeElement;
        if (!field?.closest('.experiment form')) return;
        const { x, y, width, height } = field.getBoundingClientRect();
        const at = document.elementFromPoint(x + width / 2, y + height / 2);
        const seen = at && (field.contains(at) || field.closest('label, .segments')?.contains(at));
        return seen ? '' : field.outerHTML.slice(0, 120);
      });
      if (found === undefined) break;
      stops++;
      if (found) covered.push(found);
      await page.keyboard.press('Tab');
    }
    expect(stops).toBeGreaterThan(10);
    expect(covered).toEqual([]);
  });
}

test('never lets the focus fall to the body', async ({ playground, page }) => {
  await playground.open(`${LONG}&run=norm:batch,weights:plain`);
  const held = () => page.evaluate(() => document.activeElement !== document.body);
  await playground.button('Train').press('Enter');
  await playground.trainedBeyond(5);
  await playground.button('Stop').press('Enter');
  await expect(playground.button('Stop')).toBeDisabled();
  await expect.poll(held).toBe(true);
  await page.getByRole('button', { name: /^Remove BN/ }).press('Enter');
  await expect.poll(held).toBe(true);
  await playground.button('Clear all').press('Enter');
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  await expect.poll(held).toBe(true);
});

test('skips to the results, and changes the theme at the first press', async ({ playground, page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await playground.open(TWO);
  const skip = playground.button('Skip to the results');
  await skip.press('Enter');
  await expect(page.locator('.results')).toBeFocused();
  await playground.button('Theme').click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('gives the results the whole width for reading, and takes it back', async ({ playground, page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await playground.open(`${TWO}&tab=learn`);
  const widthOf = async () => (await page.getByRole('tabpanel').boundingBox())?.width ?? 0;
  const before = await widthOf();
  const button = playground.button('Whole width');
  await button.press('Enter');
  await expect(page.getByRole('region', { name: 'Experiment' })).toBeHidden();
  expect(await widthOf()).toBeGreaterThan(before + 300);
  await expect(button).toBeFocused();
  await button.press('Enter');
  await expect(page.getByRole('region', { name: 'Experiment' })).toBeVisible();
});
