/** Batch norm whose moving statistics had too few updates to settle: judged by recalibrated ones, the raw score marked. */
import { DATA, expect, test } from './playground.ts';

/** 8 updates of momentum 0.99 leave 92 % of the initial statistics in the test. */
const SETTINGS = `network=mlp&images=500&epochs=2&batch=128&groups=4${DATA}&engine=wasm&repeats=3&methods=batch:plain,group:standardized&batches=64,128&run=norm:batch,weights:plain`;

test('judges batch norm at batch 128 by recalibrated statistics', async ({ playground, page }) => {
  await playground.open(SETTINGS);
  await playground.button('Train').click();
  await expect(playground.status).toContainText('6 runs finished', { timeout: 100_000 });
  const outcomes = await playground.outcomes();
  const recalibrated = outcomes.flatMap((outcome) =>
    outcome.kind === 'finished' && outcome.recalibrated ? [outcome.recalibrated] : [],
  );
  expect(recalibrated.map(({ images }) => images)).toEqual([500, 500, 500]);

  const row = playground.run('BN · seed 1');
  // Validation is with the same statistics, and has no other number beside it.
  const cell = row.getByRole('cell').nth(4);
  await expect(row.getByRole('cell').nth(3)).toHaveText(/^raw \d+\.\d %$/);
  await expect(cell).toHaveText(/^\d+\.\d %raw \d+\.\d %$/);
  await expect(playground.run('GN(4)+WS · seed 1').getByRole('cell', { name: /raw/ })).toHaveCount(0);
  const [judged = 0, raw = 0] = (await cell.innerText()).match(/\d+\.\d/g)?.map(Number) ?? [];
  expect(judged).toBeGreaterThan(raw + 15);

  // The verdict's numbers are those with recalibrated statistics, or it makes no claim.
  const verdict = page.locator('.verdict');
  await expect(verdict).toContainText(/[\d.]+ ± [\d.]+ % \(raw [\d.]+ ± [\d.]+ %\)/);
  await expect(verdict.locator('.caution')).toHaveText(
    /^Few updates: .*: BN at batch 128 \(92 %\)\. It is judged with statistics recalibrated on 500 training images/,
  );
  const [headline = ''] = await verdict.locator('.headline').allInnerTexts();
  expect(headline).toContain('BN (recalibrated)');
  const points = Number(headline.match(/(?:by|difference) (\d+\.\d+) points/)?.[1]);
  expect(points).toBeLessThan(judged - raw);

  await page.getByRole('tab', { name: 'Norm × batch size' }).click();
  const table = page.getByRole('table', { name: 'Norm × batch size' });
  await expect(table.getByRole('button', { name: 'Curves of BN at batch 128:' })).toHaveText(
    /: \d+\.\d ± \d+\.\draw \d+\.\d ± \d+\.\d3 seeds$/,
  );
  await expect(table.getByRole('button', { name: 'Curves of GN(4)+WS at batch 128:' })).toHaveText(
    /: \d+\.\d ± \d+\.\d3 seeds$/,
  );

  // Guesses are with the statistics that the weights were kept with, and say so.
  await page.getByRole('tab', { name: 'Predictions' }).click();
  await page.getByRole('combobox', { name: 'Left run' }).selectOption('BN · seed 1');
  const scored = page.getByRole('region', { name: 'Score of BN · seed 1' });
  await expect(scored).toContainText(
    /Scored with moving statistics that have not settled \(92 %.* judged by, \d+\.\d % of the whole test set\./,
  );
});
