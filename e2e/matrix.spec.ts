/** The table Norm × batch size: filled unattended, read, and used to look at one cell's curves. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright/test';
import { DATA, expect, type Playground, test } from './playground.ts';

const SETTINGS = `network=dense128&images=200&epochs=1${DATA}&engine=wasm&methods=batch:plain,group:plain&batches=10,50`;

const table = (page: Page): Locator => page.getByRole('table', { name: 'Norm × batch size' });
const cell = (page: Page, name: string): Locator =>
  table(page).getByRole('button', { name: `Curves of ${name}:` });

async function openTable({ page }: Playground): Promise<void> {
  await page.getByRole('tab', { name: 'Runs' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Norm × batch size' })).toBeFocused();
  await expect(table(page)).toBeVisible();
}

test('fills the table on its own, one run a cell, and shows a cell’s curves', async ({
  playground,
  page,
}) => {
  await playground.open(SETTINGS);
  await openTable(playground);
  await expect(
    page.getByText('Drawn here as soon as a method has results at two batch sizes.'),
  ).toBeVisible();
  await expect(page.getByText('4 runs · time known after the first run')).toBeVisible();
  await playground.button('Fill the table').click();
  await expect(playground.status).toContainText('4 runs finished', { timeout: 60_000 });
  for (const name of ['GN(32) at batch 10', 'GN(32) at batch 50']) {
    await expect(cell(page, name)).toHaveText(/: \d\d\.\d1 seed$/);
  }
  // So few updates leave the moving statistics unsettled: the raw accuracy stands beside the one that counts.
  for (const name of ['BN at batch 10', 'BN at batch 50']) {
    await expect(cell(page, name)).toHaveText(/: \d\d\.\draw \d\d?\.\d1 seed$/);
  }
  // The same as a picture, and in numbers for those who do not see it.
  const picture = page.getByRole('img', { name: /^Test accuracy by batch size\. BN: / });
  await expect(picture).toHaveAccessibleName(
    /BN: \d+\.\d %, raw \d+\.\d % at batch 10, \d+\.\d %, raw \d+\.\d % at batch 50\. GN\(32\): /,
  );
  await expect(picture.locator('svg')).toHaveCount(1);
  await expect(page.getByText('One seed each: no interval can be given.')).toBeVisible();
  const section = page.getByRole('region', { name: 'Test accuracy by batch size' });
  await section.getByText('As a table').click();
  await expect(section.getByRole('row', { name: /^BN 50 \d+\.\d % – 1 \d+\.\d %$/ })).toHaveCount(1);
  // What is measured now says how long the budgets take.
  await expect(page.getByRole('button', { name: /^Quick 6,000 images, 3 epochs (≈|about) / })).toBeVisible();
  await expect(page.getByText(/^All done: 4 runs\. Again from the same seeds: ≈ /)).toBeVisible();

  await cell(page, 'BN at batch 50').click();
  const accuracy = page.getByRole('region', { name: 'Accuracy chart' });
  const entry = (verb: string, run: string): Locator =>
    accuracy.getByRole('button', { name: `${verb} ${run}`, exact: true });
  await expect(entry('Hide', 'BN · batch 50')).toBeVisible();
  await expect(entry('Show', 'BN · batch 10')).toBeVisible();
  await expect(cell(page, 'BN at batch 50')).toHaveAttribute('aria-pressed', 'true');
  await page
    .getByText('In the charts: only BN at batch 50.')
    .getByRole('button', { name: 'Show all' })
    .click();
  await expect(entry('Hide', 'BN · batch 10')).toBeVisible();
  await expect(cell(page, 'BN at batch 50')).toHaveAttribute('aria-pressed', 'false');

  await test.step('exports the picture that the tab draws, as SVG and as PNG', async () => {
    await playground.button('Export').click();
    await page.getByText('More', { exact: true }).click();
    const save = async (label: string): Promise<Buffer> => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: label, exact: true }).click();
      return readFileSync(await (await download).path());
    };
    const svg = (await save('Plot of the table (SVG)')).toString();
    for (const text of ['>BN<', '>GN(32)<', '>10<', '>50<', 'batch size (log scale)'])
      expect(svg).toContain(text);
    const png = await save('Plot of the table (PNG)');
    // As wide and high as the SVG, twice as fine.
    const [, width, height] = svg.match(/width="(\d+)" height="(\d+)"/) ?? [];
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * Number(width), 2 * Number(height)]);
  });
});

test('trains only what the table lacks, and counts seeds', async ({ playground, page }) => {
  await playground.open(`${SETTINGS}&repeats=2`);
  await openTable(playground);
  await table(page).getByRole('button', { name: 'Run GN(32) at batch 50' }).click();
  await expect(playground.status).toContainText(/2 runs finished/, { timeout: 60_000 });
  await expect(cell(page, 'GN(32) at batch 50')).toHaveText(/\d ± \d+\.\d2 seeds$/);
  await expect(page.getByText('8 runs, of which 2 are done or under way')).toBeVisible();
  await playground.button('Fill the table').click();
  await expect(playground.status).toContainText('8 runs finished', { timeout: 60_000 });
  expect(await playground.outcomes()).toHaveLength(8);
  await expect(page.getByText('Not enough seeds for a verdict: run 1 more of each.')).toBeVisible();
});

test('takes rows and columns away and adds others, and keeps them in the link', async ({
  playground,
  page,
}) => {
  await playground.open(SETTINGS);
  await openTable(playground);
  await page.locator('summary').filter({ hasText: 'Rows' }).click();
  await page.getByRole('checkbox', { name: 'Layer Normalization (LN), plain' }).check();
  await page.getByRole('checkbox', { name: 'Batch Normalization (BN), plain' }).uncheck();
  await expect(table(page).getByRole('rowheader')).toHaveText(['GN(32)', 'LN']);
  await page.locator('summary').filter({ hasText: 'Columns' }).click();
  await page.getByRole('checkbox', { name: '10', exact: true }).uncheck();
  await expect(page.getByRole('checkbox', { name: '50', exact: true })).toBeDisabled();
  const another = page.getByRole('spinbutton', { name: 'Another batch size' });
  await another.fill('5000');
  await another.press('Enter');
  await expect(page.getByText('Batch size goes from 1 to 1,024.')).toBeVisible();
  await another.fill('');
  await another.pressSequentially('2,4');
  await another.press('Enter');
  await expect(page.getByText('Batch size is a whole number, written without a comma.')).toBeVisible();
  await another.fill('');
  await another.fill('24');
  await playground.button('Add').click();
  await expect(table(page).getByRole('columnheader')).toHaveText([
    'Test accuracy, %',
    'batch 24',
    'batch 50',
  ]);
  expect(page.url()).toContain('methods=group:plain,layer:plain&batches=24,50');
});

test('holds two other settings against each other, and keeps them in the link', async ({
  playground,
  page,
}) => {
  await playground.open(SETTINGS);
  await openTable(playground);
  await page.locator('summary').filter({ hasText: 'Columns' }).click();
  await page.getByRole('combobox', { name: 'Columns vary' }).selectOption({ label: 'Learning rate' });
  const rates = page.getByRole('table', { name: 'Norm × learning rate' });
  await expect(rates.getByRole('columnheader')).toHaveCount(8);
  for (const rate of ['0.0001', '0.0003', '0.001', '0.03', '0.1'])
    await page.getByRole('checkbox', { name: rate, exact: true }).uncheck();
  await page.locator('summary').filter({ hasText: 'Rows' }).click();
  await page.getByRole('combobox', { name: 'Rows vary' }).selectOption({ label: 'Network' });
  const networksTable = page.getByRole('table', { name: 'Network × learning rate' });
  const networks = page.getByRole('group', { name: 'Network' });
  for (const name of await networks.locator('label').allTextContents())
    if (!name.startsWith('MLP')) await networks.getByRole('checkbox', { name, exact: true }).uncheck();
  await page.getByRole('textbox', { name: 'Another network' }).fill('conv4 pool pool zebra');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/zebra/)).toBeVisible();
  await page.getByRole('textbox', { name: 'Another network' }).fill('dense16');
  await page.keyboard.press('Enter');
  await expect(networksTable.getByRole('rowheader')).toHaveText(['MLP 256–128', 'dense16']);
  expect(page.url()).toContain('rows=network:mlp,dense16&columns=lr:0.003,0.01');
  await playground.button('Fill the table').click();
  await expect(playground.status).toContainText('4 runs finished', { timeout: 60_000 });
  const dense = networksTable.getByRole('button', { name: 'Curves of dense16 at learning rate 0.01:' });
  await expect(dense).toHaveText(/: \d\d?\.\d1 seed$/);
  await page.reload();
  await expect(dense).toHaveText(/: \d\d?\.\d1 seed$/);
});

test('searches a learning rate for each cell first, then trains the other seeds at it by itself', async ({
  playground,
  page,
}) => {
  await playground.open(`${SETTINGS.replace('batches=10,50', 'batches=10')}&repeats=2&rates=0.0001,0.01`);
  await openTable(playground);
  await page.locator('summary').filter({ hasText: 'Learning rate' }).click();
  await expect(page.getByRole('checkbox', { name: 'Search it for each cell first' })).toBeChecked();
  await expect(page.getByText(/^4 runs to find the learning rates, then 2 at what was found/)).toBeVisible();
  await playground.button('Fill the table').click();
  await expect(playground.status).toContainText('6 runs finished', { timeout: 60_000 });
  await expect(cell(page, 'GN(32) at batch 10')).toHaveText(/ ± \d+\.\d2 seeds at learning rate 0\.01$/);
  await expect(page.getByText('In the charts: 2 runs are hidden.')).toBeVisible();
  const picture = page.getByRole('img', { name: /^Validation accuracy by learning rate\. / });
  await expect(picture).toHaveAccessibleName(
    /GN\(32\) at batch 10: 0\.0001: \d+\.\d %, 0\.01: \d+\.\d %\. Taken: 0\.01\./,
  );
  expect(page.url()).toContain('rates=0.0001,0.01');
});

test('shows the original study’s figures under its cells', async ({ playground, page }) => {
  await playground.open();
  await page.getByRole('combobox', { name: 'Preset' }).selectOption({ label: 'The original study' });
  await expect(page.getByRole('tab', { name: 'Norm × batch size' })).toHaveAttribute('aria-selected', 'true');
  await expect(table(page).getByText('published 18.78')).toBeVisible();
  await expect(table(page).getByText(/^published/)).toHaveCount(6);
  await page.getByRole('button', { name: /^Full 50,000 images, 10 epochs/ }).click();
  await expect(
    page.getByText(/Every cell: Reference CNN · 50,000 images · 10 epochs · 1 seed a cell/),
  ).toBeVisible();

  // On a phone nothing of it is beside the screen, and each cell says its column.
  await page.setViewportSize({ width: 360, height: 800 });
  await expect
    .poll(() =>
      table(page)
        .locator('..')
        .evaluate((box) => box.scrollWidth - box.clientWidth),
    )
    .toBe(0);
  await expect(table(page).locator('td').first()).toHaveAttribute('data-label', /^batch \d+$/);
});
