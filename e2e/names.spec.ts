/** Names as people write them, on the page: nothing scrolls sideways, nothing is cut, and an input method's keys are its own. */
import { expect, test } from './playground.ts';

const NAMES = ['W'.repeat(300), '👨‍👩‍👧‍👦'.repeat(27), '\u202bשלום עולם\u202c', '</script>"\'`$&'];
const curve = { images: [100, 200], step: [10, 20], ms: [1, 2], loss: [2, 1], acc: [0.2, 0.6] };
const file = {
  format: 'norm-playground/runs/1',
  runs: NAMES.map((name, i) => ({
    name,
    notes: `${'n'.repeat(400)}\nשלום`,
    experiment: {
      norm: i % 2 ? 'batch' : 'group',
      network: 'mlp',
      images: 200,
      batch: 10,
      epochs: 1,
      seed: 1 + (i >> 1),
    },
    history: { loss: [1], acc: [0.5], val_loss: [1], val_acc: [0.5] },
    steps: curve,
    test: { loss: 1, acc: 0.5 },
  })),
};

test('long, joined and foreign names stay whole and never make the page scroll sideways', async ({
  playground,
  page,
}) => {
  await playground.open();
  await page.getByLabel('Files to import').setInputFiles({
    name: 'names.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(file)),
  });
  await expect(page.getByText('Imported 4 runs.')).toBeVisible();
  const table = page.getByRole('table', { name: 'Runs' });
  for (const name of NAMES)
    await expect(table.locator('.run-name .text').getByText(name, { exact: true })).toBeVisible();
  for (const width of [2560, 1440, 768, 360]) {
    await page.setViewportSize({ width, height: 900 });
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      const wide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      await expect.poll(wide, { message: `${width} px, ${await tab.innerText()}` }).toBeLessThanOrEqual(0);
    }
    await page.getByRole('tab', { name: 'Runs' }).click();
  }
});

test("an input method's Enter and Escape do not end an edit", async ({ playground, page }) => {
  await playground.open();
  await page.getByLabel('Files to import').setInputFiles({
    name: 'one.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify({ ...file.runs[2] })),
  });
  await page.getByRole('button', { name: /^More for/ }).click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  const field = page.getByRole('textbox', { name: 'Run name' });
  await field.fill('東京');
  for (const key of ['Enter', 'Escape'])
    await field.evaluate(
      (input, pressed) =>
        input.dispatchEvent(new KeyboardEvent('keydown', { key: pressed, isComposing: true, bubbles: true })),
      key,
    );
  await expect(field).toHaveValue('東京');
  await field.press('Enter');
  await expect(page.getByRole('table', { name: 'Runs' })).toContainText('東京');
});
