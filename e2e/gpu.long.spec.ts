/** Training on software WebGL until the loss has fallen, which takes half a minute. */
import { expect, test } from './playground.ts';

test('trains a CNN on software WebGL until the loss has fallen, finishes, and looks inside', async ({
  playground,
  page,
}) => {
  // 42 small images in colour: a software GPU would take a minute for the 10,000 test images of Fashion-MNIST.
  await playground.open(
    'network=small-cnn&images=30&epochs=4&batch=5&lr=0.005&norm=group&groups=4&engine=webgl',
  );
  await page.getByLabel('Files to import').setInputFiles('src/import/fixtures/folders.zip');
  await playground.button('Use these images').click();
  await expect(page.locator('.notices')).toContainText('is ready');
  await playground.button('Train').click();
  await expect(playground.status).toContainText('Finished', { timeout: 100_000 });
  await expect(page.getByRole('banner')).toContainText('WebGL');
  await expect(playground.run('GN(4)+WS')).toContainText('finished');
  const losses = (await playground.curve()).map((point) => point.loss);
  const mean = (part: readonly number[]) => part.reduce((sum, loss) => sum + loss, 0) / part.length;
  expect(losses).toHaveLength(24);
  expect(mean(losses.slice(-6))).toBeLessThan(0.75 * mean(losses.slice(0, 5)));
  const [outcome] = await playground.outcomes();
  expect(outcome?.kind === 'finished' && outcome.test.acc).toBeGreaterThan(0.4);

  await page.getByRole('tab', { name: 'Inside the network' }).click();
  const side = page.getByRole('region', { name: 'GN(4)+WS · seed 1', exact: true });
  await expect(side).toContainText(/after \d+ updates/, { timeout: 60_000 });
  await page.getByRole('radio', { name: 'Two faces' }).press('Space');
  await expect(side).toContainText(/one face, \d+\.\d %/, { timeout: 60_000 });
});
