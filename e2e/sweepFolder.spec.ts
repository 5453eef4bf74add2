/** A folder of runs: opened, looked through, held against a baseline, drawn, and watched as it grows. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { runJson } from '../src/report/json.ts';
import { madeUpRun } from '../src/testing/madeUpRuns.ts';
import { expect, test } from './playground.ts';

/** Enough that batch norm's statistics settle. */
const images = 20_000;
const METHODS = [
  { norm: 'group', weights: 'standardized' },
  { norm: 'batch', weights: 'plain' },
] as const;
const RUNS = METHODS.flatMap((method, i) =>
  [2, 16].flatMap((batch) =>
    [0.001, 0.01].flatMap((lr) =>
      [1, 2, 3].map((seed) =>
        madeUpRun({ ...method, batch, lr, seed, images }, 0.9 - 0.2 * i - lr + 0.001 * batch + 0.01 * seed),
      ),
    ),
  ),
);

/** As a sweep leaves it, and a file that was cut off. */
function sweepFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'norm-playground-sweep-'));
  mkdirSync(join(folder, 'runs'));
  for (const [i, run] of RUNS.entries()) writeFileSync(join(folder, 'runs', `${i}.json`), runJson(run));
  writeFileSync(join(folder, 'runs', 'cut-off.json'), '{"format": "norm-playground/run/1", "na');
  writeFileSync(join(folder, 'results.json'), '{"format": "norm-playground/sweep/1"}');
  writeFileSync(join(folder, 'accuracy.svg'), '<svg/>');
  return folder;
}

test('opens a sweep’s folder, finds runs in it, holds them against one, draws them, and keeps all that', async ({
  playground,
  page,
}) => {
  const folder = sweepFolder();
  await playground.open('data=synthetic');
  await page.getByLabel('Folder of runs').setInputFiles(folder);
  await expect(page.getByText(/^Imported 24 runs from norm-playground-sweep-/)).toBeVisible();
  await expect(page.getByRole('alert')).toContainText(/1 of 25 files could not be imported.*cut-off\.json/);
  await page.getByLabel('Folder of runs').setInputFiles(folder);
  await expect(page.getByText(/^Nothing new from norm-playground-sweep-.*: 24 were there/)).toBeVisible();
  rmSync(folder, { recursive: true });
  await page.locator('.notice.warning').getByRole('button', { name: 'Dismiss' }).click();

  const heads = playground.runs.getByRole('rowheader');
  await expect(heads).toHaveCount(8);
  const show = async (facet: string, value: string): Promise<void> => {
    await page.locator('summary').filter({ hasText: facet }).click();
    await page.getByRole('checkbox', { name: value }).check();
  };
  await show('Learning rate', '0.001');
  await expect(page.getByText('12 of 24 runs shown')).toBeVisible();
  await expect(heads).toHaveText([/^GN.*batch 2 /, /^GN.*batch 16 /, /^BN.*batch 2 /, /^BN.*batch 16 /]);
  await playground.runs.getByRole('columnheader', { name: 'Test acc.' }).getByRole('button').click();
  await expect(heads).toHaveText([/^GN.*batch 16 /, /^GN.*batch 2 /, /^BN.*batch 16 /, /^BN.*batch 2 /]);

  const BN = 'BN · batch 2 · learning rate 0.001';
  const more = page.getByRole('button', { name: `More for ${BN}`, exact: true });
  // The notice of the import may still lie over it.
  await more.press('Enter');
  await page.getByRole('menuitem', { name: 'Pin as baseline' }).click();
  await expect(more).toBeFocused();
  await expect(heads.first()).toContainText(BN);
  const row = (words: RegExp) => playground.runs.getByRole('row').filter({ hasText: words });
  const difference = row(/^GN.*batch 16 /).locator('[data-label="Difference"]');
  await expect(difference).toHaveText(/^\+21\.4\d+\.\d to 2\d\.\d$/);
  await page.getByRole('combobox', { name: 'Group by' }).selectOption('Method');
  await expect(row(/^GN.* 6 runs of 2 experiments/)).toBeVisible();
  await page.getByRole('searchbox', { name: 'Filter by name or notes' }).fill('gn');
  await expect(page.getByText('9 of 24 runs shown')).toBeVisible();

  await page.getByText('Plot results against a setting').click();
  const plot = page.getByRole('img', { name: /^Test accuracy by batch size\. .*Baseline BN · batch 2/ });
  await expect(plot).toHaveAccessibleName(/GN\(32\)\+WS: 92\.1 % at batch 2, 93\.5 % at batch 16\./);
  await page.getByRole('combobox', { name: 'Result' }).selectOption('Training loss');
  await page.getByRole('combobox', { name: 'Against' }).selectOption('Norm and weights');
  await expect(page.getByRole('img', { name: /^Training loss by method\./ })).toBeVisible();
  await playground.expectAccessible('', '#panel-runs');

  await playground.button('Export').click();
  const dialog = page.getByRole('dialog', { name: 'Export', exact: true });
  await dialog.getByText('More', { exact: true }).click();
  const [everything] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Everything (ZIP)', exact: true }).click(),
  ]);
  const pictures = Object.keys(unzipSync(readFileSync(await everything.path()))).filter((name) =>
    name.endsWith('method.svg'),
  );
  expect(pictures).toEqual(['runs-training-loss-by-method.svg']);
  await page.keyboard.press('Escape');

  await page.reload();
  await expect(page.getByText('9 of 24 runs shown')).toBeVisible();
  await expect(heads.first()).toContainText(BN);
  await expect(page.getByRole('img', { name: /^Training loss by method\./ })).toBeVisible();
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  }
  await playground.button('Clear filters').click();
  await playground.button('Unpin').click();
  await expect(playground.runs.getByRole('columnheader', { name: 'Difference' })).toHaveCount(0);
  for (const width of [1300, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const beyond = await page
      .locator('#panel-runs')
      .evaluate((panel) => (panel.querySelector('table')?.offsetWidth ?? 9999) - panel.clientWidth);
    expect(beyond).toBeLessThanOrEqual(0);
  }

  // As it grows, where the browser lets a page look into a folder.
  const write = (name: string, text: string) =>
    page.evaluate(
      async ([name, text]) => {
        const root = await navigator.storage.getDirectory();
        const growing = await root.getDirectoryHandle('growing', { create: true });
        const runs = await growing.getDirectoryHandle('runs', { create: true });
        const file = await runs.getFileHandle(name, { create: true });
        const stream = await file.createWritable();
        await stream.write(text);
        await stream.close();
        Object.assign(window, { showDirectoryPicker: async () => growing });
      },
      [name, text] as const,
    );
  const later = [4, 5, 6].map((seed) => runJson(madeUpRun({ batch: 2, seed, images }, 0.9)));
  await write('4.json', later[0] ?? '');
  await playground.button('Clear all').click();
  await playground.button('Open folder').click();
  await expect(page.getByText(/^Watching growing: 1 run, last one \d/)).toBeVisible();
  await write('5.json', later[1] ?? '');
  await expect(page.getByText(/^Watching growing: 2 runs, last one \d/)).toBeVisible();
  await expect(heads.first()).toContainText('2 runs of 1 experiment');
  await playground.button('Stop watching').click();
  await expect(page.getByText(/^Watching growing/)).toHaveCount(0);
});
