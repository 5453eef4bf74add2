/** The page for everyone: no axe violations in either theme, everything by keyboard, usable at 360 pixels. */
import { expect, LONG, QUICK, test } from './playground.ts';

test('axe finds nothing before and while training', async ({ playground, page }) => {
  await playground.open(`${LONG}&run=norm:batch,weights:plain`);
  await playground.expectAccessible('before');
  await playground.button('Train').click();
  await playground.trainedBeyond(30);
  await playground.button('Pause').click();
  await expect(playground.status).toContainText('Paused');
  await expect(page.getByRole('region', { name: 'Loss chart' }).locator('canvas')).toBeVisible();
  await playground.expectAccessible('while training');
});

test('axe finds nothing in what runs, tables and verdicts open', async ({ playground, page }) => {
  await playground.open(`${QUICK}&repeats=3&run=norm:batch,weights:plain&batches=10,50`);
  await playground.button('Train').click();
  await expect(playground.status).toContainText('6 runs finished', { timeout: 60_000 });
  await expect(page.getByText(/95 % interval .* 3 seeds each/)).toBeVisible();
  await playground.expectAccessible('results');
  const more = page.getByRole('button', { name: 'More for BN · seed 1' });
  await more.press('Enter');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await playground.expectAccessible('menu');
  await page.keyboard.press('f');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Fork BN · seed 1' })).toBeVisible();
  await playground.expectAccessible('dialog');
  await page.keyboard.press('Escape');
  await expect(more).toBeFocused();
  await page.getByRole('tab', { name: 'Norm × batch size' }).click();
  for (const choice of ['Rows', 'Columns']) {
    await page.locator('summary').filter({ hasText: choice }).click();
  }
  await page.getByRole('button', { name: 'Curves of BN at batch 10:' }).click();
  await playground.expectAccessible('table');
});

test('trains, pauses and stops by keyboard alone', async ({ playground, page }) => {
  await playground.open(LONG);
  const reach = async (name: string): Promise<void> => {
    for (let presses = 0; presses < 60; presses++) {
      if (await playground.button(name).evaluate((button) => button === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`the Tab key never reached ${name}`);
  };
  await reach('Train');
  await page.keyboard.press('Enter');
  await playground.trainedBeyond(5);
  await reach('Pause');
  await page.keyboard.press('Space');
  await expect(playground.status).toContainText('Paused');
  await reach('Stop');
  await page.keyboard.press('Enter');
  await expect(playground.status).toContainText('Stopped');
});

test('adds, edits, sets apart and removes methods by keyboard alone', async ({ playground, page }) => {
  await playground.open('network=mlp&groups=4&run=norm:batch,weights:plain');
  const norm = page.getByRole('combobox', { name: 'Normalization' });
  const batch = page.getByRole('spinbutton', { name: 'Batch size' });
  await playground.button('Edit BN').press('Enter');
  await expect(norm).toHaveValue('batch');
  await batch.fill('8');
  await expect.poll(() => page.url()).toContain('batch=8&');
  await playground.button('Add to comparison').press('Enter');
  await expect(norm).toBeFocused();
  await norm.selectOption('layer');
  await playground.button('Set one apart').press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Batch size' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(batch).toBeFocused();
  await batch.fill('16');
  await expect(playground.button('Edit LN · batch 16')).toBeVisible();
  await expect(playground.button('Edit BN · batch 8')).toBeVisible();
  await playground.button('Same for all: batch size').press('Enter');
  await expect(batch).toBeFocused();
  await playground.button('Remove LN').press('Enter');
  await expect(playground.button('Edit BN')).toBeFocused();
  const rate = page.getByRole('spinbutton', { name: 'Learning rate' });
  await rate.fill('');
  await rate.pressSequentially('0,01');
  await expect(rate).toHaveValue('0.01');
  await page.getByRole('spinbutton', { name: 'Training images' }).fill('');
  await page.getByRole('spinbutton', { name: 'Training images' }).pressSequentially('5,000');
  await expect(
    page.getByText('Training images is a whole number, written without a comma: 5,000'),
  ).toBeVisible();
});

test('has the controls that the documents promise, under their names', async ({ playground, page }) => {
  await playground.open();
  const experiment = page.getByRole('region', { name: 'Experiment' });
  for (const name of ['Preset', 'Normalization', 'Optimizer', 'Network', 'Runs on']) {
    await expect(experiment.getByRole('combobox', { name, exact: true })).toBeVisible();
  }
  const weights = experiment
    .getByRole('radiogroup', { name: 'Weights' })
    .or(experiment.getByRole('group', { name: 'Weights' }));
  await expect(weights.getByRole('radio', { name: 'Plain', exact: true })).toBeVisible();
  await expect(weights.getByRole('radio', { name: 'Standardized (WS)', exact: true })).toBeChecked();
  for (const name of [
    'Groups',
    'Batch size',
    'Learning rate',
    'Epochs',
    'Training images',
    'Seed',
    'Repeats',
  ]) {
    await expect(experiment.getByRole('spinbutton', { name, exact: true })).toBeVisible();
  }
  for (const name of ['Train', 'Pause', 'Step', 'Stop', 'Add to comparison']) {
    await expect(experiment.getByRole('button', { name, exact: true })).toBeVisible();
  }
  for (const name of ['Share', 'Theme']) await expect(page.getByRole('button', { name })).toBeVisible();
  for (const name of ['Accuracy chart', 'Loss chart'])
    await expect(page.getByRole('region', { name })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Runs' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Runs' })).toBeVisible();
  await page.getByRole('tab', { name: 'Norm × batch size' }).click();
  await expect(page.getByRole('table', { name: 'Norm × batch size' })).toBeVisible();
});
