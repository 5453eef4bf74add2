/** What goes wrong is told in words, and the page goes on. */
import { expect, hasRealImages, LONG, onWebgl, QUICK, test } from './playground.ts';

const REAL = QUICK.replace('&data=synthetic', '');

test.describe('shards of Fashion-MNIST', () => {
  test.skip(!hasRealImages, 'needs Fashion-MNIST');

  test('a missing shard is named, and synthetic images step in', async ({ playground, page }) => {
    playground.expected.push(/404/);
    await page.route(/data\/train.*/, (route) =>
      /label/.test(route.request().url()) ? route.continue() : route.fulfill({ status: 404 }),
    );
    await playground.open(REAL);
    await playground.button('Train').click();
    await expect(playground.page.getByRole('alert')).toContainText(/train\S* .*(404|missing)/i, {
      timeout: 60_000,
    });
    await expect(playground.page.getByRole('banner')).toContainText(/synthetic/i);
    await playground.trainedBeyond(3);
  });

  test('a corrupt shard is named, and synthetic images step in', async ({ playground, page }) => {
    await page.route(/data\/train.*/, async (route) => {
      if (/label/.test(route.request().url())) return route.continue();
      const response = await route.fetch();
      const body = await response.body();
      body[12_345] = (body[12_345] ?? 0) ^ 1;
      return route.fulfill({ response, body });
    });
    await playground.open(REAL);
    await playground.button('Train').click();
    await expect(playground.page.getByRole('alert')).toContainText(/train\S* .*(SHA-256|checksum|hash)/i, {
      timeout: 60_000,
    });
    await playground.trainedBeyond(3);
  });

  test('a run that cannot be tested goes on by itself when the connection is back', async ({
    playground,
    page,
  }) => {
    playground.expected.push(/ERR_INTERNET_DISCONNECTED/);
    await page.route(/data\/t10k.*|data\/test.*/, (route) => route.abort('internetdisconnected'));
    await playground.open(REAL);
    await playground.button('Train').click();
    await expect(page.getByRole('alert')).toContainText('Resume goes on from its last checkpoint', {
      timeout: 60_000,
    });
    const steps = await playground.steps();
    await page.unrouteAll();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect(playground.status).toContainText('Finished', { timeout: 60_000 });
    expect(await playground.steps()).toBe(steps);
  });
});

test('a run whose engine could not be loaded goes on when the connection is back', async ({
  playground,
  page,
}) => {
  playground.expected.push(/ERR_INTERNET_DISCONNECTED/);
  const engines = /assets\/(engine|open|webgpu|webgl)-/;
  await page.route(engines, (route) => route.abort('internetdisconnected'));
  await playground.open(`${QUICK.replace('&data=synthetic', '')}&data=synthetic`);
  await page.context().setOffline(true);
  await playground.button('Train').click();
  await expect(page.getByText('goes on when there is a connection')).toBeVisible();
  await page.unrouteAll();
  await page.context().setOffline(false);
  await expect(playground.status).toContainText('Finished', { timeout: 60_000 });
});

test('a hostile link opens the page with a notice', async ({ playground }) => {
  const hostile = [
    'batch=-5',
    'norm=<img src=x onerror=alert(1)>',
    '__proto__=1',
    'lr=NaN',
    'run=%%%',
    'x'.repeat(5000),
  ];
  await playground.open(hostile.join('&'));
  await expect(playground.page.getByRole('alert')).toContainText('batch: -5 is below 1, used 1');
  await expect(playground.page.getByRole('spinbutton', { name: 'Batch size' })).toHaveValue('1');
  await expect(playground.button('Train')).toBeEnabled();
});

test('a worker that is killed in mid-run is replaced, and the run goes on', async ({ playground, page }) => {
  test.setTimeout(120_000);
  await playground.open(LONG);
  await playground.button('Train').click();
  await playground.trainedBeyond(20);
  const [worker] = page.workers();
  await worker?.evaluate(() => self.close());
  await expect(page.getByRole('alert')).toContainText('The training worker died; a new one goes on from');
  const before = (await playground.heard()).length;
  await expect
    .poll(
      async () =>
        (await playground.heard())
          .slice(before)
          .some((event) => event.kind === 'progress' && event.progress.step > 5),
      {
        timeout: 60_000,
      },
    )
    .toBe(true);
  await playground.button('Stop').click();
  await expect(playground.status).toContainText('Stopped');
});

test('an error that nobody caught ends the run in words, and it can be resumed', async ({
  playground,
  page,
}) => {
  playground.expected.push(/a is undefined/);
  await playground.open(LONG);
  await playground.button('Train').click();
  await playground.trainedBeyond(20);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect
    .poll(async () => (await playground.heard()).some((event) => event.kind === 'checkpoint'))
    .toBe(true);
  await page.workers()[0]?.evaluate(() => {
    void Promise.reject(new TypeError('a is undefined'));
  });
  await expect(page.getByRole('alert')).toContainText(
    'A fault in this page ended the run: a is undefined. Resume goes on from its last checkpoint',
  );
  const before = (await playground.heard()).length;
  await page.getByRole('button', { name: /^Resume GN/ }).click();
  await expect
    .poll(async () => (await playground.heard()).slice(before).some((event) => event.kind === 'progress'))
    .toBe(true);
  await playground.button('Stop').click();
  await expect(playground.status).toContainText('Stopped');
});

test('where parts of the page are gone it says so, offers to reload, and the run goes on', async ({
  playground,
  page,
}) => {
  playground.expected.push(/404/, /dynamically imported module/, /Unable to preload CSS/);
  await playground.open(LONG);
  await playground.button('Train').click();
  await playground.trainedBeyond(20);
  await page.route(/assets\/.*\.(js|css)$/, (route) => route.fulfill({ status: 404 }));
  await playground.button('Share').click();
  await expect(page.getByRole('dialog').getByRole('status')).toContainText('could not be loaded');
  await page.keyboard.press('Escape');
  const notice = page.getByText('A part of this page could not be loaded');
  await expect(notice).toHaveCount(1);
  await playground.button('Dismiss').click();
  // Not the exports of all runs: what is shared with them may be there.
  await page.getByRole('button', { name: /^More for / }).click();
  await page.getByRole('menuitem', { name: /^Export/ }).click();
  const missing = page.getByRole('dialog', { name: 'Something is missing' });
  await expect(missing.getByRole('alert')).toContainText(
    'The page could not show the exports; training goes on.',
  );
  await missing.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('tab', { name: 'Predictions' }).click();
  const tab = page.getByRole('tabpanel').getByRole('alert');
  await expect(tab).toContainText('The page could not show this tab; training goes on.');
  await playground.trainedBeyond((await playground.steps()) + 20);
  // Said once, in its place.
  await expect(notice).toHaveCount(0);
  await page.unrouteAll();
  await tab.getByRole('button', { name: 'Reload' }).click();
  await expect(page.getByRole('region', { name: 'Interrupted training' })).toBeVisible();
});

test('a run that asks for a GPU where there is none goes on on the CPU, and the page says so', async ({
  playground,
  page,
}) => {
  await playground.open(onWebgl(QUICK));
  await playground.button('Train').click();
  await expect(page.getByRole('alert')).toContainText(/WebGL: .* It runs on CPU .* instead\./, {
    timeout: 60_000,
  });
  await expect(playground.status).toContainText('Finished', { timeout: 60_000 });
  await expect(page.getByRole('banner')).toContainText('CPU (WASM');
});

test('without GPU and SIMD, the page says what is missing', async ({ playground, page }) => {
  await playground.open(QUICK.replace('engine=wasm', 'engine=auto'));
  const worker = page.workers()[0] ?? (await page.waitForEvent('worker'));
  await worker.evaluate(() => {
    WebAssembly.validate = () => false;
  });
  await playground.button('Train').click();
  await expect(playground.status).toContainText(/failed/i, { timeout: 60_000 });
  await expect(page.getByRole('alert')).toContainText(/CPU: .*SIMD.*WebGPU.*WebGL/);
  await expect(playground.button('Train')).toBeEnabled();
});
