/** The tab Inside the network: opened during a training, followed, steered by keyboard, and read without eyes. */
import type { Page } from 'playwright/test';
import { DATA, expect, test } from './playground.ts';

const SETTINGS = `network=mlp&images=2000&epochs=200&batch=2${DATA}&engine=wasm&norm=group&run=norm:batch,weights:plain`;

/** The figure of what the norm writes now, of both runs. */
const written = (page: Page) =>
  page
    .getByRole('region', { name: 'What the norm writes' })
    .getByRole('img', { name: /^Now\. GN.*: mean .* BN · seed 1: mean / });

test('shows the layers of two runs while they train, by keyboard alone', async ({ playground, page }) => {
  await playground.open(SETTINGS);
  await page.getByRole('tab', { name: 'Runs' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('There is no network to look into yet')).toBeVisible();
  await playground.button('Train and watch').press('Enter');

  await expect(page.getByRole('combobox', { name: 'Left run' })).toContainText('GN(32)+WS · seed 1');
  const right = page.getByRole('combobox', { name: 'Right run' });
  await expect(right.locator('option:checked')).toHaveText('BN · seed 1');
  const before = await written(page).getAttribute('aria-label');
  await expect(written(page)).not.toHaveAttribute('aria-label', before ?? '', { timeout: 30_000 });
  const batchNorm = page.getByRole('region', { name: 'BN · seed 1', exact: true });
  await expect(batchNorm.getByText(/after [\d,]+ updates, [\d,]+ images/)).toBeVisible();
  await expect(batchNorm.getByText(/Only ±1 gets through: .* for \d+ of 256 units here/)).toBeVisible();
  await expect(
    page.getByRole('img', { name: /BN · seed 1: update \/ weights .* images, .* at / }),
  ).toBeVisible();

  const layers = page.getByRole('list', { name: 'The network, layer by layer' });
  await layers.getByRole('button', { name: 'dense2' }).press('Enter');
  await expect(layers.getByRole('button', { name: 'dense2' })).toHaveAttribute('aria-pressed', 'true');
  await expect(batchNorm.getByText(/for \d+ of 128 units here/)).toBeVisible();

  const views = page.getByRole('radiogroup', { name: 'View' });
  await views.getByRole('radio', { name: 'Layers' }).focus();
  for (let i = await views.getByRole('radio').count(); i > 0; i--) {
    await page.keyboard.press('ArrowRight');
    await expect(page.getByText('Loading the view')).toBeHidden();
  }
  await expect(views.getByRole('radio', { name: 'Layers' })).toBeChecked();

  await right.selectOption('None');
  await expect(batchNorm).toBeHidden();
  await playground.button('Stop').click();
});

test('axe finds nothing in the layers, and they never scroll sideways', async ({ playground, page }) => {
  await playground.open(SETTINGS);
  await page.getByRole('tab', { name: 'Inside the network' }).click();
  await playground.expectAccessible('before training');
  await playground.button('Train and watch').click();
  await expect(written(page)).toBeVisible();
  await playground.button('Pause').click();
  await expect(playground.status).toContainText('Paused');
  await playground.expectAccessible('of two runs');
  for (const width of [360, 768, 1440, 2560]) {
    await page.setViewportSize({ width, height: 900 });
    const overflow = await page.evaluate(() => {
      const panel = document.querySelector('#panel-inside');
      return panel ? panel.scrollWidth - panel.clientWidth : 1;
    });
    expect(overflow, `at ${width} pixels`).toBeLessThanOrEqual(0);
  }
});

test('says so where a view cannot be loaded, and goes on', async ({ playground, page }) => {
  playground.expected.push(/LayersView/, /ERR_FAILED/);
  await page.route(/LayersView/, (route) => route.abort());
  await playground.open(SETTINGS);
  await page.getByRole('tab', { name: 'Inside the network' }).click();
  await playground.button('Train and watch').click();
  const alert = page.getByRole('tabpanel').getByRole('alert');
  await expect(alert).toContainText('The page could not show this view; training goes on.');
  await page.getByRole('radio', { name: 'Two faces' }).check();
  await expect(alert).toBeHidden();
  await playground.trainedBeyond(20);
  await playground.button('Stop').click();
});
