/** The Learn tab: figures that react, equations and links for everyone, and the study's claims set up to be trained. */
import type { Locator, Page } from 'playwright/test';
import { expect, sharedPage, test } from './playground.ts';

const lessons = sharedPage(async (playground) => {
  const { page } = playground;
  await playground.open();
  await page.getByRole('tab', { name: 'Learn' }).click();
  await expect(page.getByRole('heading', { name: 'The study, checked' })).toBeVisible();
  // Equations come after the words, numbers after that.
  await expect(page.getByRole('math').first()).toBeVisible();
  await expect(page.getByText(/^Measured: mean ± standard deviation/)).toBeVisible();
});

const figure = (page: Page, name: string): Locator => page.getByRole('figure', { name });

test('draws the set that a value shares its mean with, by keyboard', async () => {
  const { page } = lessons();
  const block = figure(page, 'Values that share a mean');
  const reading = block.locator('figcaption');
  const selected = block.locator('[aria-selected="true"]');
  await expect(reading).toContainText('with 31 others: one channel, in all 2 images');
  await block.getByRole('radio', { name: 'Batch', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(reading).toContainText('with 63 others: one image, with all its 4 channels');
  await expect(selected).toHaveCount(64);
  await block.getByRole('radio', { name: 'Group', exact: true }).check();
  await expect(selected).toHaveCount(32);
  await block.getByRole('slider', { name: 'Groups' }).press('End');
  await expect(selected).toHaveCount(16);
  await block.locator('td[tabindex="0"]').focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
  await expect(block.getByRole('gridcell', { name: 'channel 2, row 1, column 3' }).last()).toBeFocused();
  await expect(reading).toContainText('The value at image 2, row 1, column 3, channel 2');
  await block.getByRole('gridcell', { name: 'channel 4, row 1, column 1' }).first().hover();
  await expect(reading).toContainText('The value at image 1, row 1, column 1, channel 4');
});

test('works batch norm, groups, weights and moving statistics out, by keyboard', async () => {
  const { page } = lessons();

  const images = figure(page, 'Batch norm over two images');
  const trained = images.getByRole('row', { name: /^In training/ });
  await expect(trained).toContainText('0.14−1.351.45−0.23');
  await images.getByRole('slider', { name: 'Image A, pixel 1' }).press('End');
  await expect(trained).not.toContainText('0.14');
  await images.getByRole('radio', { name: 'Dense: two units' }).check();
  await expect(trained).toHaveText(['In training1.00−1.00', 'In training−1.001.00']);
  const tested = images.getByRole('row', { name: /^In a test/ }).first();
  await expect(tested).toContainText('2.21');
  await images.getByRole('slider', { name: 'Moving mean' }).press('End');
  await expect(tested).toContainText('0.00');

  const groups = figure(page, 'Groups of each layer');
  await groups.getByRole('slider', { name: 'Groups asked for' }).press('Home');
  await expect(groups.getByRole('listitem').first()).toHaveText(
    'conv132 channels in one group · as layer norm',
  );
  await groups.getByRole('radio', { name: 'Small CNN' }).check();
  await groups.getByRole('slider', { name: 'Groups asked for' }).press('End');
  await expect(groups.locator('figcaption')).toContainText('conv1 8, conv2 8, conv3 16, conv4 16, dense1 64');

  const weights = figure(page, 'Weight Standardization of a kernel');
  const rest = weights.getByRole('row', { name: /^all the rest/ });
  const before = await rest.textContent();
  await weights.getByRole('spinbutton', { name: 'Weight in row 1, column 1' }).press('ArrowUp');
  await expect(rest).not.toHaveText(before ?? '');
  for (const name of [/^along \(1/, /^along the kernel/]) {
    await expect(weights.getByRole('row', { name })).toHaveText(/0\.00$/);
  }
  await weights.getByRole('button', { name: 'Draw another kernel' }).press('Enter');
  await expect(weights.getByRole('group', { name: /^Used mean 0\.00, deviation 1\.00/ })).toBeVisible();

  const moving = figure(page, 'Moving variance over updates');
  await expect(moving.getByRole('img', { name: /has come 63 % of the way/ }).locator('svg')).toBeVisible();
  await moving.getByRole('slider', { name: 'Updates t' }).press('End');
  await expect(moving.locator('figcaption')).toContainText('has come 100 % of the way');
  await moving.getByRole('slider', { name: 'Batch size' }).press('End');
  await expect(moving.locator('figcaption')).toContainText('A minibatch of 1,024 is off by ± 4 %.');
});

test('has its equations and its way around in the accessibility tree', async () => {
  const { page } = lessons();
  await expect(page.getByRole('math').nth(5)).toBeAttached();
  const contents = page.getByRole('navigation', { name: 'Lessons' });
  await contents.getByRole('button', { name: 'Train against test statistics' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Train against test statistics' })).toBeFocused();
  await expect(page.getByRole('heading', { name: 'Train against test statistics' })).toBeInViewport();
});

test('axe finds nothing in the lessons, which never scroll sideways', async () => {
  const { page } = lessons();
  await lessons().expectAccessible('', '#panel-learn');
  for (const width of [360, 768, 1440, 2560]) {
    await page.setViewportSize({ width, height: 900 });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `${width} pixels`).toBeLessThanOrEqual(0);
  }
});

test('sets up the two runs behind a claim, and opens the view that another points to', async () => {
  const { page } = lessons();
  const measured = page.getByRole('table', {
    name: "Accuracy measured: BN's 18.78 % contradicts its own history",
  });
  await expect(measured.getByRole('row', { name: /^BN, test/ })).toHaveText(/\d\d\.\d ± \d+\.\d %18\.78 %$/);
  await expect(measured.getByRole('row', { name: /^BN, validation/ })).toHaveText(
    /\d\d\.\d ± \d+\.\d %79\.4 %$/,
  );

  await lessons().button('Load GN(32) and GN(32) as the study coded it at batch 2').click();
  await expect(page.getByRole('tab', { name: 'Runs' })).toBeFocused();
  await expect(page.getByRole('table', { name: 'Runs' })).toBeVisible();
  await expect(page.getByText('are set up: Train runs them.')).toBeInViewport();
  expect(new URL(page.url()).hash).toBe('#v=1&weights=plain&run=norm:group-as-published');
  const experiment = page.getByRole('region', { name: 'Experiment' });
  for (const name of ['GN(32)', 'GN(32) as the study coded it']) {
    await expect(experiment.getByRole('button', { name: `Edit ${name}`, exact: true })).toBeVisible();
  }

  await page.getByRole('tab', { name: 'Learn' }).click();
  await lessons().button("Open BN's two faces").click();
  await expect(page.getByRole('tab', { name: 'Inside the network' })).toBeFocused();
});

test('says in words when the measured numbers are missing', async ({ playground, page }) => {
  playground.expected.push(/404/);
  await page.route('**/study.json', (route) => route.fulfill({ status: 404, body: 'not found' }));
  await playground.open();
  await page.getByRole('tab', { name: 'Learn' }).click();
  await expect(
    page.getByText('The measured numbers are missing: study.json is not there (404).'),
  ).toBeVisible();
});
