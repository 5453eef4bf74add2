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
    if (width < 900) await playground.button('Settings').click();
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

test('opens on a phone with the settings in a line, and shows the chart once it trains', async ({
  playground,
  page,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await playground.open(TWO);
  const norm = page.getByRole('combobox', { name: 'Normalization' });
  await expect(page.getByText(/^GN\(32\)\+WS and BN · MLP 256–128 · batch 10 · 200 images/)).toBeVisible();
  await expect(norm).toBeHidden();
  await playground.button('Settings').click();
  await expect(norm).toBeVisible();
  await playground.button('Train').click();
  await expect(playground.status).toContainText('2 runs finished', { timeout: 60_000 });
  const plot = page.getByRole('region', { name: 'Accuracy chart' }).locator('canvas');
  await expect(plot).toBeInViewport({ ratio: 0.3 });
  await expect(page.getByRole('combobox', { name: 'X axis' })).toBeHidden();
  await playground.button('Chart settings').click();
  await expect(page.getByRole('combobox', { name: 'X axis' })).toBeVisible();
  // A legend's name keeps to one line.
  const name = page.locator('.legend-name').first();
  expect((await name.boundingBox())?.height).toBeLessThan(26);
});

test('keeps Undo in view above the buttons of a phone', async ({ playground, page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await playground.open(TWO);
  await playground.button('Train').click();
  await expect(playground.status).toContainText('2 runs finished', { timeout: 60_000 });
  await playground.button('Clear all').click();
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeInViewport({ ratio: 1 });
  const box = await undo.boundingBox();
  const foot = await page.locator('.experiment-foot').boundingBox();
  const below = (foot?.y ?? 0) - (box?.y ?? 0) - (box?.height ?? 0);
  expect(below).toBeGreaterThan(0);
  expect(below).toBeLessThan(40);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`can be read on a busy Train button under the pointer, in the ${colorScheme} theme`, async ({
    playground,
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await playground.open(LONG);
    const train = playground.button('Train');
    await train.click();
    await playground.trainedBeyond(5);
    await expect(train).toHaveAttribute('aria-disabled', 'true');
    await train.hover();
    expect(await train.evaluate(contrast)).toBeGreaterThanOrEqual(4.5);
    await playground.button('Stop').click();
  });
}

/** Of an element's text on its own ground, as WCAG 2 defines it. */
function contrast(element: Element): number {
  const luminance = (colour: string): number => {
    const [r = 0, g = 0, b = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
    if (alpha !== 1) throw new Error(`${colour} lets through what is behind it`);
    const [x, y, z] = [r, g, b].map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const { color, backgroundColor, opacity } = getComputedStyle(element);
  if (opacity !== '1') throw new Error(`opacity ${opacity}`);
  const [dark = 0, light = 0] = [luminance(color), luminance(backgroundColor)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
