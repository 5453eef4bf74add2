/** The same experiment under several seeds: grouped in the table, judged at the end, and more seeds on demand. */
import { expect, QUICK, test } from './playground.ts';

const SETTINGS = `${QUICK}&run=norm:batch,weights:plain`;

test('one seed gives scores and no claim, three give a verdict and stand below a line with their mean', async ({
  playground,
  page,
}) => {
  await playground.open(SETTINGS);
  await playground.button('Train').click();
  await expect(playground.status).toContainText('2 runs finished', { timeout: 60_000 });
  await expect(page.getByText('Not enough seeds for a verdict: run 2 more of each.')).toBeVisible();
  const score = String.raw`(GN\(32\)\+WS|BN) [\d.]+ %( \(raw [\d.]+ %\))?`;
  const seen = new RegExp(String.raw`^${score}, ${score}: [\d.]+ points apart, one seed each\.$`);
  await expect(page.getByText(seen)).toBeVisible();

  await playground.button('Run 2 more seeds').click();
  await expect(playground.status).toContainText('6 runs finished', { timeout: 60_000 });
  await expect(page.getByText(/95 % interval .* 3 seeds each/)).toBeVisible();
  await expect(page.getByRole('spinbutton', { name: 'Repeats' })).toHaveValue('3');

  const group = playground.runs.getByRole('row').filter({ hasText: 'BN 3 seeds' });
  await expect(group).toContainText('3 of 3 finished');
  await expect(group).toContainText(/\d\.\d ± \d+\.\d+ %/);
  await expect(playground.run('BN · seed 2')).toBeVisible();
  const fold = page.getByRole('button', { name: 'Seeds of BN', exact: true });
  await expect(fold).toHaveAttribute('aria-expanded', 'true');
  await fold.press('Enter');
  await expect(playground.run('BN · seed 2')).toHaveCount(0);
  await expect(playground.run('GN(32)+WS · seed 2')).toBeVisible();

  await page.getByRole('button', { name: 'Hide all of BN' }).click();
  await expect(page.getByText('The 3 runs shown differ only in seed.')).toBeVisible();

  await page.getByRole('button', { name: 'How this is decided' }).click();
  const dialog = page.getByRole('dialog', { name: 'How this is decided' });
  await expect(dialog).toContainText("Welch's 95 % interval");
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'How this is decided' })).toBeFocused();

  // A verdict can be made surer.
  await page.getByRole('button', { name: 'Show all of BN' }).click();
  await playground.button('Run 3 more seeds').click();
  await expect(page.getByRole('spinbutton', { name: 'Repeats' })).toHaveValue('6');
  await expect(playground.runs.getByRole('row').filter({ hasText: 'BN 6 seeds' })).toBeVisible();
});
