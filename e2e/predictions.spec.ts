/** The tab Predictions: what a run takes the test images for, and what all runs make of a picture of one's own. */
import type { Locator, Page } from 'playwright/test';
import { percent } from '../src/spec/numbers.ts';
import { expect, QUICK, sharedPage, test } from './playground.ts';

/** Two runs of a second on the CPU engine. */
const TWO = `${QUICK.replace('images=200&epochs=1', 'images=5000&epochs=3')}&run=norm:batch,weights:plain`;

const trained = sharedPage(async (playground) => {
  const { page } = playground;
  await playground.open(TWO);
  await page.getByRole('combobox', { name: 'Turns' }).selectOption({ label: 'One after another' });
  await trained().button('Train').click();
  // What is asked of a run that has not begun is answered once it has.
  await page.getByRole('tab', { name: 'Predictions' }).click();
  await expect(page.getByText('This run has not begun yet.').first()).toBeVisible();
  await expect(playground.status).toContainText('2 runs finished', { timeout: 60_000 });
  await expect(page.getByText(/of the first 2,000 images of the test set recognized/)).toHaveCount(2, {
    timeout: 60_000,
  });
});

const countIn = (text: string | null | undefined, words: RegExp): number =>
  Number((text?.match(words)?.[1] ?? '').replace(',', ''));

test('holds two runs against each other image by image, and looks at one alone', async () => {
  const { page } = trained();
  const part = page.getByRole('region', { name: 'Where the two part ways' });
  const summary = await part.getByText(/^Of the same 2,000 images/).textContent();
  const only = async (words: string): Promise<number> =>
    countIn(await part.getByRole('heading', { name: words }).textContent(), /: ([\d,]+) images?$/);
  const [gn, bn] = [await only('GN(32)+WS gets, BN misses'), await only('BN gets, GN(32)+WS misses')];
  const both = countIn(summary, /both recognize ([\d,]+)/);
  expect(both + countIn(summary, /neither ([\d,]+)/) + gn + bn).toBe(2000);
  // As the runs' own scores have it.
  for (const [run, right] of [
    ['GN(32)+WS · seed 1', both + gn],
    ['BN · seed 1', both + bn],
  ] as const) {
    const side = page.getByRole('region', { name: `Score of ${run}`, exact: true });
    await expect(side).toContainText(`${percent(right / 2000)} of the first 2,000 images`);
  }
  const list = part.getByRole('list', {
    name: bn > gn ? 'BN gets, GN(32)+WS misses' : 'GN(32)+WS gets, BN misses',
  });
  await expect(list.getByRole('listitem').first()).toHaveText(/^.+, taken for .+ %(BN|GN\(32\)\+WS): .+ %$/);

  const across = async (): Promise<boolean> => {
    const [first, second] = await page.locator('.confusion-chart').all();
    const [a, b] = [await first?.boundingBox(), await second?.boundingBox()];
    return a?.y === b?.y;
  };
  await expect(page.locator('.confusion-chart')).toHaveCount(2);
  expect(await across()).toBe(true);
  await page.setViewportSize({ width: 360, height: 800 });
  await expect.poll(across).toBe(false);

  await page.setViewportSize({ width: 1280, height: 900 });

  const right = page.getByRole('combobox', { name: 'Right run' });
  await right.selectOption('None');
  await expect(page.locator('.confusion-chart')).toHaveCount(1);
  await expect(part).toHaveCount(0);
  await right.selectOption({ label: 'BN · seed 1' });
  await expect(page.locator('.confusion-chart')).toHaveCount(2);
});

const guessOf = (page: Page, run: string): Locator =>
  page.getByRole('region', { name: 'What the runs take it for' }).getByRole('region', { name: run });

const numbers = (texts: readonly string[]): number[] => texts.map((text) => Number(text.replace(',', '')));

test('counts every test image once, and shows the images of a cell', async () => {
  const { page } = trained();
  await test.step('clicked in the chart', async () => {
    const chart = page.locator('.confusion-chart canvas').last();
    // It may be drawn anew between one line and the next, for the run that was chosen just before.
    await expect(async () => {
      const { width = 0, height = 0 } = (await chart.boundingBox({ timeout: 1000 })) ?? {};
      // Within the last cell: right of it is only the name that leans over the edge.
      await chart.click({ position: { x: width - 56, y: height - 16 }, timeout: 1000 });
    }).toPass();
    await expect(page.getByRole('heading', { name: /^Ankle boot, recognized: \d+ image/ })).toHaveCount(2);
  });
  await page.getByRole('combobox', { name: 'Right run' }).selectOption('None');
  await page.locator('summary').filter({ hasText: 'As a table' }).click();
  const table = page.getByRole('table', { name: 'Confusion matrix' });
  const sum = async (): Promise<number> =>
    numbers(await table.getByRole('cell').allTextContents()).reduce((a, b) => a + b, 0);
  expect(await sum()).toBe(2000);

  const counts = numbers(await table.getByRole('button').allTextContents());
  const fullest = table.getByRole('button').nth(counts.indexOf(Math.max(...counts)));
  // 'Shirt, taken for Pullover: 178 images'
  const [words = '', count = ''] = (await fullest.getAttribute('aria-label'))?.split(': ') ?? [];
  expect(Number.parseInt(count, 10)).toBe(Math.max(...counts));
  await fullest.press('Enter');
  const images = page.getByRole('list', { name: words });
  await expect(images.getByRole('listitem')).toHaveCount(15);
  await trained().button('Show 15 more').click();
  const [garment = ''] = words.split(',');
  await expect(images.getByRole('img', { name: new RegExp(`^${garment}, test image `) })).toHaveCount(30);

  const mistakes = page.getByRole('list', { name: 'The most confident mistakes' }).getByRole('listitem');
  await expect(mistakes).toHaveCount(24);
  await expect(mistakes.first()).toHaveText(/^.+, taken for .+, [\d.]+ %$/);
  await page.getByRole('combobox', { name: 'Test images' }).selectOption('all 10,000');
  await expect(page.getByText(/of all 10,000 images of the test set recognized/)).toBeVisible({
    timeout: 120_000,
  });
  expect(await sum()).toBe(10_000);

  // As training scored the same weights on the same images.
  const scores = (await trained().outcomes()).map((outcome) =>
    outcome.kind === 'finished' ? percent(outcome.test.acc) : outcome.kind,
  );
  const shown = await page.getByText(/of all 10,000 images of the test set recognized/).textContent();
  expect(scores).toContain(shown?.match(/^[\d.]+ %/)?.[0]);
});

test('asks all runs about what is drawn, and keeps it while another tab is open', async () => {
  const { page } = trained();
  const runs = ['GN(32)+WS · seed 1', 'BN · seed 1'];
  const words = async (): Promise<(string | null)[]> =>
    Promise.all(runs.map((run) => guessOf(page, run).getByRole('list').textContent()));
  const pad = page.getByRole('img', { name: 'Your picture, still black' });
  await pad.scrollIntoViewIfNeeded();
  const { x = 0, y = 0 } = (await pad.boundingBox()) ?? {};
  const drag = async (...points: readonly (readonly [number, number])[]): Promise<void> => {
    const [[startX, startY] = [0, 0], ...others] = points;
    await page.mouse.move(x + startX, y + startY);
    await page.mouse.down();
    for (const [toX, toY] of others) await page.mouse.move(x + toX, y + toY, { steps: 6 });
    await page.mouse.up();
  };
  await drag([80, 30], [80, 250], [130, 250], [130, 60]);
  for (const run of runs) await expect(guessOf(page, run)).toContainText(/\d %/);
  const first = await words();
  await drag([20, 200], [260, 200], [260, 260], [20, 260], [20, 230], [260, 230]);
  for (const [i, run] of runs.entries()) {
    await expect(guessOf(page, run).getByRole('list')).not.toHaveText(first[i] ?? '');
  }
  await page.getByRole('tab', { name: 'Runs', exact: true }).click();
  await page.getByRole('tab', { name: 'Predictions' }).click();
  await expect(page.getByRole('img', { name: 'Your picture, 28 × 28 grey pixels' })).toBeVisible();
  await trained().button('Clear').click();
  await expect(page.getByRole('img', { name: 'Your picture, still black' })).toBeVisible();
  await expect(guessOf(page, 'BN · seed 1')).not.toContainText(/\d %/);
});

/** Drops a file on the tab, as a visitor would. */
const drop = (page: Page, name: string, type: string, base64: string): Promise<void> =>
  page.getByRole('region', { name: 'Predictions' }).evaluate(
    (target, { name, type, base64 }) => {
      const data = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([bytes], name, { type }));
      const options = { bubbles: true, cancelable: true, dataTransfer: data };
      for (const kind of ['dragenter', 'dragover', 'drop']) {
        target.dispatchEvent(new DragEvent(kind, options));
      }
    },
    { name, type, base64 },
  );

test('takes a picture that is dropped, and refuses what is none in words', async () => {
  const { page } = trained();
  await drop(page, 'notes.txt', 'text/plain', Buffer.from('not a picture').toString('base64'));
  await expect(page.getByRole('alert')).toContainText('notes.txt is not a picture');
  await expect(page.getByText('Not everything could be imported')).toHaveCount(0);

  // Black on white, half as wide as high.
  const png = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [50, 100];
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.fillStyle = 'white';
    context.fillRect(0, 0, 50, 100);
    context.fillStyle = 'black';
    context.fillRect(10, 20, 30, 60);
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  await drop(page, 'dress.png', 'image/png', png);
  const picture = page.getByRole('img', { name: 'Your picture, 28 × 28 grey pixels' });
  await expect(picture).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  const level = (x: number, y: number): Promise<number | undefined> =>
    picture.evaluate(
      (canvas, [x, y]) => {
        if (!(canvas instanceof HTMLCanvasElement)) return undefined;
        // Of a copy: reading the page's own canvas again and again would draw a warning.
        const context = new OffscreenCanvas(28, 28).getContext('2d');
        context?.drawImage(canvas, 0, 0);
        return context?.getImageData(x, y, 1, 1).data[0];
      },
      [x, y] as const,
    );
  await expect.poll(() => level(14, 14)).toBe(255);
  expect(await Promise.all([level(0, 14), level(8, 2), level(14, 2)])).toEqual([0, 0, 0]);
  await expect(guessOf(page, 'BN · seed 1')).toContainText(/\d %/);
  const invert = page.getByRole('checkbox', { name: 'Invert' });
  await expect(invert).toBeChecked();
  await invert.uncheck();
  await expect.poll(() => level(14, 14)).toBe(0);
  expect(await Promise.all([level(0, 14), level(8, 2)])).toEqual([0, 255]);
});

test('starts from a test image by keyboard', async () => {
  const { page } = trained();
  await page.getByRole('spinbutton', { name: 'Test image' }).fill('7');
  await expect(page.getByRole('img', { name: /, test image 7$/ })).toBeVisible();
  await trained().button('Put it on the square').press('Enter');
  await expect(page.getByRole('img', { name: 'Your picture, 28 × 28 grey pixels' })).toBeVisible();
  for (const run of ['GN(32)+WS · seed 1', 'BN · seed 1']) {
    await expect(guessOf(page, run)).toContainText(/\d %/);
  }
});

test('axe finds nothing in the tab, wide or narrow, and it never scrolls sideways', async () => {
  const { page } = trained();
  await trained().button('Put it on the square').click();
  await expect(guessOf(page, 'BN · seed 1')).toContainText(/\d %/);
  await page.locator('summary').filter({ hasText: 'As a table' }).first().click();
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 900 });
    await trained().expectAccessible(`at ${width} pixels`);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `${width} pixels`).toBeLessThanOrEqual(0);
  }
});
