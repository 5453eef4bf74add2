/** Whose turn it is: a queue that is reordered, runs that are paused, skipped and cancelled one by one; and a fork. */
import type { Page } from 'playwright/test';
import { DATA, expect, type Playground, test } from './playground.ts';

const SETTINGS = `network=mlp&batch=10${DATA}&engine=wasm`;
const LONG = `${SETTINGS}&images=5000&epochs=50&run=norm:batch,weights:plain&run=norm:layer`;
const [GN, BN, LN] = ['GN(32)+WS · seed 1', 'BN · seed 1', 'LN+WS · seed 1'] as const;

async function choose(page: Page, run: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `More for ${run}`, exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

async function inQueue({ page }: Playground): Promise<void> {
  await page.getByRole('combobox', { name: 'Turns' }).selectOption({ label: 'One after another' });
}

test('queues, moves, skips, pauses and cancels runs one by one', async ({ playground, page }) => {
  await playground.open(LONG);
  await inQueue(playground);
  await playground.button('Train').click();
  await expect(playground.run(GN)).toContainText(/epoch \d+ of 50/, { timeout: 30_000 });
  await expect(playground.run(BN)).toContainText('waiting, 1st in line');
  await expect(playground.run(LN)).toContainText('waiting, 2nd in line');
  await expect(page.getByText(/^3 runs · 1 training, 2 waiting/)).toBeVisible();

  await choose(page, LN, 'Move up');
  await expect(playground.run(LN)).toContainText('waiting, 1st in line');
  await expect(playground.runs.getByRole('rowheader')).toHaveText([GN, LN, BN]);

  await choose(page, GN, 'Skip: to the end of the line');
  await expect(playground.run(GN)).toContainText('waiting, 2nd in line');
  await expect(playground.run(LN)).toContainText(/epoch \d+ of 50/, { timeout: 30_000 });

  await playground.button(`Pause ${LN}`).click();
  await expect(playground.run(LN)).toContainText('paused');
  await expect(playground.run(BN)).toContainText(/epoch \d+ of 50/, { timeout: 30_000 });
  await playground.button(`Resume ${LN}`).click();
  await expect(playground.run(LN)).toContainText(/epoch \d+ of 50/, { timeout: 30_000 });

  await choose(page, LN, 'Cancel');
  await expect(playground.run(LN)).toContainText('stopped');
  await playground.button('Stop').click();
  await expect(playground.status).toContainText('3 runs stopped');
});

test('side by side, a run that is paused by itself lets the others go on', async ({ playground }) => {
  await playground.open(LONG);
  await playground.button('Train').click();
  await playground.trainedBeyond(30);
  await playground.button(`Pause ${BN}`).click();
  await expect(playground.run(BN)).toContainText('paused');
  await playground.page.waitForTimeout(500);
  const stepsOf = async () => {
    const last = new Map<string, number>();
    for (const event of await playground.heard()) {
      if (event.kind === 'progress')
        last.set(event.run.split('-').slice(0, 2).join('-'), event.progress.step);
    }
    return last;
  };
  const before = await stepsOf();
  const grown = async (run: string) => ((await stepsOf()).get(run) ?? 0) - (before.get(run) ?? 0);
  await expect.poll(() => grown('run-1'), { timeout: 30_000 }).toBeGreaterThan(20);
  expect(await grown('run-2')).toBe(0);
  await playground.button(`Resume ${BN}`).click();
  await expect.poll(() => grown('run-2'), { timeout: 30_000 }).toBeGreaterThan(20);
  await playground.button('Stop').click();
});

test('forks a finished run, refuses what cannot be, and goes on from a stopped one', async ({
  playground,
  page,
}) => {
  await playground.open(`${SETTINGS}&images=200&epochs=1&norm=batch&weights=plain`);
  await playground.button('Train').click();
  await expect(playground.status).toContainText('Finished', { timeout: 30_000 });
  await choose(page, BN, 'Fork …');
  const dialog = page.getByRole('dialog', { name: `Fork ${BN}` });
  await expect(dialog).toContainText('at step 20 (200 images seen)');
  const epochs = dialog.getByRole('spinbutton', { name: 'Epochs' });
  await expect(epochs).toHaveValue('2');
  await epochs.fill('1');
  await dialog.getByRole('button', { name: 'Fork', exact: true }).click();
  await expect(dialog.getByRole('alert')).toHaveText('Epochs: 1 is done already, ask for 2 or more.');
  await epochs.fill('2');
  await dialog.getByRole('spinbutton', { name: 'Batch size' }).fill('50');
  await dialog.getByRole('combobox', { name: 'Schedule' }).selectOption({ label: 'Steps' });
  await dialog.getByRole('spinbutton', { name: 'Weight decay' }).fill('0.01');
  await expect(dialog).toContainText('this fork begins after 1 of 2 epochs, at 0.0001.');
  await dialog.getByRole('combobox', { name: 'BN statistics' }).selectOption({ label: 'Moving (frozen)' });
  await dialog.getByRole('button', { name: 'Fork', exact: true }).click();
  await expect(dialog).toBeHidden();
  const fork = playground.run(`forked from ${BN} at step 20`);
  await expect(fork).toContainText('finished', { timeout: 30_000 });
  await expect(fork).toContainText('50');
  // 20 steps of ten images, then four of fifty.
  expect(await playground.steps()).toBe(24);
});

test('keeps a name and notes, and clears all with a way back', async ({ playground, page }) => {
  await playground.open(`${SETTINGS}&images=200&epochs=1`);
  await playground.button('Train').click();
  await expect(playground.status).toContainText('Finished', { timeout: 30_000 });
  await choose(page, GN, 'Rename');
  await page.getByRole('textbox', { name: 'Run name' }).fill('mine');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'More for mine' })).toBeFocused();
  await choose(page, 'mine', 'Add notes …');
  await page.getByRole('textbox', { name: 'Notes' }).fill('With the window open.');
  await playground.button('Save').click();
  await expect(playground.run('mine')).toContainText('With the window open.');
  await playground.button('Clear all').click();
  await expect(playground.run('mine')).toHaveCount(0);
  await expect(playground.button('Undo')).toBeFocused();
  await playground.button('Undo').click();
  await expect(playground.run('mine')).toContainText('With the window open.');
});
