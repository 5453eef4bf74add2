/** The table of runs: sorted by its columns, and what a run's menu does besides steering it. */
import type { Page } from 'playwright/test';
import { DATA, expect, test } from './playground.ts';

const SETTINGS = `network=dense128&images=200&epochs=1${DATA}&engine=wasm`;
const TWO = `${SETTINGS}&batch=10&repeats=2&run=norm:batch,weights:plain,batch:50`;

async function choose(page: Page, run: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `More for ${run}`, exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('sorts by a column, by keyboard too, and keeps the seeds of a group together', async ({
  playground,
  page,
}) => {
  await playground.open(TWO);
  await playground.button('Train').click();
  await expect(playground.status).toContainText('4 runs finished', { timeout: 60_000 });
  const names = playground.runs.getByRole('rowheader');
  const GN = [/^GN.* 2 seeds$/, /^GN.* seed 1$/, /^GN.* seed 2$/];
  const BN = [/^BN.* 2 seeds$/, /^BN.* seed 1$/, /^BN.* seed 2$/];
  await expect(names).toHaveText([...GN, ...BN]);

  const head = playground.runs.getByRole('columnheader', { name: 'Batch' });
  await expect(head).toHaveAttribute('aria-sort', 'none');
  const button = head.getByRole('button');
  await button.press('Enter');
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await button.press(' ');
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  await expect(names).toHaveText([...BN, ...GN]);
  await button.press('Enter');
  await expect(head).toHaveAttribute('aria-sort', 'none');
  await expect(names).toHaveText([...GN, ...BN]);

  await playground.runs.getByRole('columnheader', { name: 'Test acc.' }).getByRole('button').click();
  const means = async (): Promise<number[]> =>
    (
      await playground.runs
        .getByRole('row')
        .filter({ hasText: '2 seeds' })
        .locator('[data-label="Test acc."] b')
        .allTextContents()
    ).map(Number.parseFloat);
  const [first = 0, second = 0] = await means();
  expect(first).toBeGreaterThan(second);
  // On a phone, where runs are cards, the same buttons stand above them.
  await page.setViewportSize({ width: 360, height: 800 });
  await button.click();
  await expect(names).toHaveText([...GN, ...BN]);
});

test('loads a run’s settings into the form, exports it alone, and looks inside', async ({
  playground,
  page,
}) => {
  await playground.open(`${SETTINGS}&batch=10&run=norm:batch,weights:plain`);
  await playground.button('Train').click();
  await expect(playground.status).toContainText('2 runs finished', { timeout: 60_000 });
  const BN = 'BN · seed 1';
  const norm = page.getByRole('combobox', { name: 'Normalization' });
  await expect(norm).toHaveValue('group');
  await choose(page, BN, 'Load settings into the form');
  await expect(norm).toHaveValue('batch');
  await expect(page.getByText(/^BN · seed 1 is in the comparison already/)).toBeVisible();
  const batch = page.getByRole('spinbutton', { name: 'Batch size' });
  await batch.fill('20');
  await choose(page, BN, 'Load settings into the form');
  await expect(batch).toHaveValue('10');
  await expect(page.getByText(/^The form has the settings of BN · seed 1\./)).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/#v=1&batch=20&.*&run=norm:batch,weights:plain$/);

  await choose(page, BN, 'Export …');
  const dialog = page.getByRole('dialog', { name: `Export ${BN}` });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Run (JSON)', exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('bn-seed-1.json');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: `More for ${BN}`, exact: true })).toBeFocused();

  await choose(page, BN, 'Look inside');
  await expect(page.getByRole('tab', { name: 'Inside the network' })).toBeFocused();
  await expect(
    page.getByRole('combobox', { name: 'Left run' }).getByRole('option', { selected: true }),
  ).toHaveText(BN);
});
