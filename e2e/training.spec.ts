/** The main job on the built page: train, watch, steer, compare, share. */
import { expect, LONG, test } from './playground.ts';

test('pauses, steps, resumes and stops', async ({ playground }) => {
  await playground.open(LONG);
  await playground.button('Train').click();
  await playground.trainedBeyond(20);

  await playground.button('Pause').click();
  await expect(playground.status).toContainText('Paused');
  // What was under way when Pause was pressed is over by now.
  await playground.page.waitForTimeout(500);
  const paused = await playground.steps();
  await playground.page.waitForTimeout(500);
  expect(await playground.steps()).toBe(paused);

  for (let step = 1; step <= 3; step++) {
    await playground.button('Step').click();
    await expect.poll(() => playground.steps()).toBe(paused + step);
  }

  await playground.button('Resume').click();
  await playground.trainedBeyond(paused + 20);

  const pressed = Date.now();
  await playground.button('Stop').click();
  await expect(playground.status).toContainText('Stopped');
  // Well above the 200 ms that it should take, on a busy machine.
  expect(Date.now() - pressed).toBeLessThan(3000);
  expect(await playground.outcomes()).toEqual([{ kind: 'stopped' }]);
  await expect(playground.run('GN(32)+WS')).toContainText('stopped');
});

test('overlays two runs that advance side by side', async ({ playground }) => {
  await playground.open(`${LONG}&run=norm:batch,weights:plain`);
  await playground.button('Train').click();
  await playground.trainedBeyond(60);
  await expect(playground.run('GN(32)+WS')).toContainText(/epoch \d/);
  await expect(playground.run('BN')).toContainText(/epoch \d/);

  const accuracy = playground.page.getByRole('region', { name: 'Accuracy chart' });
  await expect(accuracy.getByText('GN(32)+WS', { exact: true })).toBeVisible();
  await expect(accuracy.getByText('BN', { exact: true })).toBeVisible();
  await expect(accuracy.locator('canvas')).toBeVisible();
  const seen = (await playground.heard()).flatMap((event) => (event.kind === 'progress' ? [event] : []));
  const last = [...new Set(seen.map((event) => event.run))].map(
    (run) => seen.findLast((event) => event.run === run)?.progress.images ?? 0,
  );
  expect(last).toHaveLength(2);
  expect(Math.min(...last)).toBeGreaterThan(0.5 * Math.max(...last));

  await playground.button('Stop').click();
  await expect(playground.status).toContainText('2 runs stopped');
});

test('follows the address: back, forward, and a fragment changed by hand', async ({ playground }) => {
  await playground.open();
  const batch = playground.page.getByRole('spinbutton', { name: 'Batch size' });
  await expect(batch).toHaveValue('2');
  await playground.page
    .getByRole('combobox', { name: 'Preset' })
    .selectOption({ label: 'BN against GN+WS at batch 64' });
  await expect(batch).toHaveValue('64');
  await playground.page.goBack();
  await expect(batch).toHaveValue('2');
  await playground.page.goForward();
  await expect(batch).toHaveValue('64');
  await playground.page.evaluate(() => {
    location.hash = 'v=1&batch=33';
  });
  await expect(batch).toHaveValue('33');
});
