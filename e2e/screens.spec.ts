/** The page on every screen: the verdict's words have room, the charts stand in view, the focus is never lost. */
import type { Locator } from 'playwright/test';
import { expect, LONG, QUICK, test } from './playground.ts';

declare global {
  interface Window {
    /** What live regions came to say. */
    announced: string[];
    /** Which of these, in words, something lies over; put there by a test. */
    coveredOf: (fields: readonly Element[]) => string[];
  }
}

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

test('covers nothing that has the focus, at any width', async ({ playground, page }) => {
  await playground.open(TWO);
  await playground.button('More settings').click();
  await playground.button('Train').click();
  await expect(playground.status).toContainText('2 runs finished', { timeout: 60_000 });
  await page.evaluate(() => {
    window.coveredOf = (fields) =>
      fields.flatMap((field) => {
        const { x, y, width, height } = field.getBoundingClientRect();
        const at = document.elementFromPoint(x + width / 2, y + height / 2);
        const seen = at && (field.contains(at) || field.closest('label, .segments')?.contains(at));
        return seen ? [] : [field.outerHTML.slice(0, 120)];
      });
  });
  for (const width of [320, 360, 768, 920, 1024, 1440, 2560]) {
    await page.setViewportSize({ width, height: 740 });
    const settings = playground.button('Settings');
    if (width < 900 && (await settings.getAttribute('aria-expanded')) === 'false') await settings.click();
    const { stops, covered } = await page.evaluate(() => {
      const all = [
        ...document.querySelectorAll<HTMLElement>('a, button, input, select, summary, [tabindex]'),
      ];
      let stops = 0;
      const covered = all.flatMap((field) => {
        if (field.tabIndex < 0) return [];
        field.focus();
        if (document.activeElement !== field) return [];
        stops++;
        return window.coveredOf([field]);
      });
      return { stops, covered };
    });
    expect(stops, `stops at ${width} pixels`).toBeGreaterThan(50);
    expect(covered, `covered at ${width} pixels`).toEqual([]);
  }
  // And by the key itself.
  await page.setViewportSize({ width: 1024, height: 740 });
  await playground.button('Skip to the experiment').focus();
  let presses = 0;
  while (await page.evaluate(() => document.activeElement !== document.body)) {
    const covered = await page.evaluate(() => window.coveredOf([document.activeElement ?? document.body]));
    expect(covered, `covered after ${presses} presses`).toEqual([]);
    await page.keyboard.press('Tab');
    presses++;
    if (presses > 150) break;
  }
  expect(presses).toBeGreaterThan(50);
});

test('never lets the focus fall to the body, and gives it back', async ({ playground, page }) => {
  await playground.open(TWO.replace('images=200', 'images=3000'));
  const undo = playground.button('Undo');
  await playground.button('Train').press('Enter');
  await playground.trainedBeyond(5);
  await playground.button('Pause').focus();
  // Pause goes with the end of training, and Stop with the press.
  await expect(playground.status).toContainText('2 runs finished', { timeout: 60_000 });
  await expect(playground.button('Train')).toBeFocused();

  // Each way out in turn: all dialogs close by the same code.
  const leave = (dialog: Locator, way: string): Promise<void> =>
    way === 'Escape' ? page.keyboard.press(way) : dialog.getByRole('button', { name: way }).press('Enter');
  for (const [opener, name, way] of [
    ['How this is decided', 'How this is decided', 'Close'],
    ['Share', 'Share this comparison', 'Escape'],
    ['Export', 'Export', 'Close'],
  ] as const) {
    const dialog = page.getByRole('dialog', { name });
    await playground.button(opener).press('Enter');
    await expect(dialog).toBeVisible();
    await leave(dialog, way);
    // A closed one has no role any more, and is there for a moment.
    await expect(page.locator('dialog')).toHaveCount(0);
    await expect(playground.button(opener)).toBeFocused();
  }
  const more = playground.button('More for BN · seed 1');
  for (const [item, name, way] of [
    [/notes/, /^Notes on BN/, 'Cancel'],
    [/^Fork/, /^Fork BN/, 'Escape'],
    [/^Export/, /^Export BN/, 'Close'],
  ] as const) {
    const dialog = page.getByRole('dialog', { name });
    await more.press('Enter');
    await page.getByRole('menuitem', { name: item }).press('Enter');
    await expect(dialog).toBeVisible();
    await leave(dialog, way);
    await expect(page.locator('dialog')).toHaveCount(0);
    await expect(more).toBeFocused();
  }

  // What a notice takes it gives back: to where it came from, or near that.
  await playground.button('Step').press('Enter');
  await page.getByText(/there is no step left/).waitFor();
  await playground.button('Dismiss').press('Enter');
  await expect(playground.button('Step')).toBeFocused();
  for (const answer of ['Dismiss', 'Undo']) {
    await page
      .getByRole('button', { name: /^More for/ })
      .first()
      .press('Enter');
    await page.getByRole('menuitem', { name: /^Delete/ }).press('Enter');
    await expect(undo).toBeFocused();
    await playground.button(answer).press('Enter');
    await expect(undo).toHaveCount(0);
    await expect(playground.runs.locator(':focus')).toHaveCount(1);
  }
  await playground.button('Clear all').press('Enter');
  await expect(undo).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(playground.button('Clear all')).toBeFocused();
  await page.getByRole('button', { name: /^Remove BN/ }).press('Enter');
  await expect(page.getByRole('button', { name: /^Edit GN/ })).toBeFocused();
  await playground.button('Close the guide').press('Enter');
  await expect(playground.button('Guide')).toBeFocused();
});

test('announces the verdict once, and the training seldom', async ({ playground, page }) => {
  await playground.open(`${LONG}&run=norm:batch,weights:plain`);
  await page.evaluate(() => {
    window.announced = [];
    for (const region of document.querySelectorAll('[aria-live="polite"]')) {
      let before = region.textContent;
      new MutationObserver(() => {
        if (region.textContent && region.textContent !== before) window.announced.push(region.textContent);
        before = region.textContent;
      }).observe(region, { characterData: true, childList: true, subtree: true });
    }
  });
  const shown = new Set<string>();
  const collect = async () => shown.add(await playground.status.innerText()).size;
  await playground.button('Train').click();
  await expect.poll(collect, { timeout: 60_000 }).toBeGreaterThan(4);
  const training = await page.evaluate(() => window.announced);
  // The start, and that it trains; the visible status went on meanwhile.
  expect(training.length).toBeGreaterThan(0);
  expect(training.length).toBeLessThan(shown.size);
  await playground.button('Stop').click();

  await page.evaluate((hash) => location.assign(hash), `#v=1&${TWO}`);
  await playground.button('Train').click();
  const headline = page.locator('.verdict-words .headline').first();
  await expect(headline).toBeVisible({ timeout: 60_000 });
  const sentence = await headline.innerText();
  expect(sentence).toMatch(/points apart, one seed each\.$/);
  const announced = await page.evaluate(() => window.announced);
  expect(announced.filter((words) => words.includes(sentence))).toHaveLength(1);

  // As a screen reader has it: text within a live region, and said nowhere else.
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const texts = nodes.filter(
    ({ role, name, ignored }) => !ignored && role?.value === 'StaticText' && name?.value === sentence,
  );
  const isLive = (id: string | undefined): boolean => {
    const node = id === undefined ? undefined : byId.get(id);
    if (!node) return false;
    const live = node.properties?.find(({ name }) => name === 'live')?.value.value;
    return live === 'polite' || isLive(node.parentId);
  };
  expect(texts.map(({ parentId }) => isLive(parentId))).toEqual([true]);
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
  await expect(page.getByText(/^GN\(32\)\+WS and BN · dense128 · batch 10 · 200 images/)).toBeVisible();
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

  // Undo stands above the buttons at the foot.
  await playground.button('Clear all').click();
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeInViewport({ ratio: 1 });
  // The foot has fewer words now, and the notices follow it down.
  const below = async (): Promise<number> => {
    const box = await undo.boundingBox();
    const foot = await page.locator('.experiment-foot').boundingBox();
    return (foot?.y ?? 0) - (box?.y ?? 0) - (box?.height ?? 0);
  };
  await expect.poll(below).toBeLessThan(40);
  expect(await below()).toBeGreaterThan(0);
});

test('can be read on a busy Train button under the pointer, in both themes', async ({ playground, page }) => {
  await playground.open(LONG);
  const train = playground.button('Train');
  await train.click();
  await playground.trainedBeyond(5);
  await expect(train).toHaveAttribute('aria-disabled', 'true');
  await train.hover();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect.poll(() => train.evaluate(contrast), colorScheme).toBeGreaterThanOrEqual(4.5);
  }
  await playground.button('Stop').click();
});

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

test('draws no curve of a run that is hidden while another waits for its first', async ({
  playground,
  page,
}) => {
  await playground.open(`${LONG}&run=norm:batch,weights:plain`);
  await page.getByRole('combobox', { name: 'Turns' }).selectOption('One after another');
  await playground.button('Train').click();
  const chart = page.getByRole('region', { name: 'Accuracy chart' });
  const crosshair = chart.getByRole('slider', { name: 'Accuracy crosshair' });
  const values = page.getByRole('table', { name: 'Values at the crosshair' });
  await expect(chart.locator('canvas')).toBeVisible();
  await crosshair.press('ArrowLeft');
  await expect(values).toBeVisible();
  await chart
    .getByRole('button', { name: /^Hide / })
    .first()
    .click();
  await expect(chart.getByText('Waiting for the first measurement')).toBeVisible();
  await expect(chart.locator('canvas')).toBeHidden();
  await crosshair.press('ArrowLeft');
  await expect(values).toHaveCount(0);
  await chart.getByRole('button', { name: 'Show all' }).click();
  await expect(chart.locator('canvas')).toBeVisible();
});
