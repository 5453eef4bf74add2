/** Nothing is lost: reload and resume, storage that is forbidden or full, two tabs, clearing all. */
import type { Page } from 'playwright/test';
import type { WorkerEvent } from '../src/worker/protocol.ts';
import { DATA, expect, Playground, test } from './playground.ts';

/** Some seconds on the CPU engine, which gives the same bits however often a run is interrupted. */
const SETTINGS = `network=dense128${DATA}&engine=wasm&images=1000&epochs=8&batch=10&norm=group`;
/** Minutes: to be stopped or closed. */
const LONG = SETTINGS.replace('epochs=8', 'epochs=200');
const offer = (page: Page) => page.getByRole('region', { name: 'Interrupted training' });

/** Makes the training worker's clock run ten times as fast: a checkpoint comes every half second. */
async function hurry(page: Page): Promise<void> {
  const worker = page.workers()[0] ?? (await page.waitForEvent('worker'));
  await worker.evaluate(() => {
    const now = performance.now.bind(performance);
    performance.now = () => 10 * now();
  });
}

/** Makes the training worker stand still so many steps beyond its first checkpoint: a fast machine ends no run early. */
async function holdBeyondCheckpoint(page: Page, steps: number): Promise<void> {
  const worker = page.workers()[0] ?? (await page.waitForEvent('worker'));
  await worker.evaluate((beyond) => {
    const post: (event: WorkerEvent) => void = self.postMessage.bind(self);
    let first = Infinity;
    self.postMessage = (event: WorkerEvent) => {
      post(event);
      if (event.kind === 'checkpoint') first = Math.min(first, event.checkpoint.step);
      if (event.kind === 'progress' && event.progress.step > first + beyond)
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    };
  }, steps);
}

/** Waits until it stands there. */
async function beyondCheckpoint(page: Page, steps: number): Promise<void> {
  await page.waitForFunction(
    (beyond) => {
      const first = window.heard.find((event) => event.kind === 'checkpoint');
      const last = window.heard.findLast((event) => event.kind === 'progress');
      return first && last && last.progress.step > first.checkpoint.step + beyond;
    },
    steps,
    { timeout: 60_000 },
  );
}

/** What a run came to, without the times that differ from one training to the next. */
async function resultOf(playground: Playground) {
  const points = (await playground.curve()).map(({ ms: _, ...point }) => point);
  return { points, epochs: await playground.epochs(), outcomes: await playground.outcomes() };
}

test('goes on after a reload in mid-run, to the same bits as a run that was never interrupted', async ({
  playground,
  page,
  context,
}) => {
  await playground.open(SETTINGS);
  await hurry(page);
  await holdBeyondCheckpoint(page, 50);
  await playground.button('Train').click();
  await beyondCheckpoint(page, 50);
  const before = await resultOf(playground);
  await page.reload();
  await expect(offer(page).getByRole('alert')).toHaveText(
    /^Training was interrupted: GN\(32\)\+WS · seed 1 stands at \d+ %\.$/,
  );
  await expect(playground.run('GN(32)+WS')).toContainText('interrupted');
  await offer(page).getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(offer(page)).toBeHidden();
  await expect(playground.status).toContainText('Finished', { timeout: 60_000 });
  const after = await resultOf(playground);
  expect(after.points.length).toBeGreaterThan(0);
  expect(after.points[0]?.step).toBeGreaterThan(1);

  const whole = new Playground(await context.newPage());
  await whole.open(SETTINGS);
  await whole.button('Train').click();
  await expect(whole.status).toContainText('Finished', { timeout: 90_000 });
  const uninterrupted = await resultOf(whole);
  expect(after.outcomes).toEqual(uninterrupted.outcomes);
  expect(after.outcomes).toEqual([
    expect.objectContaining({ weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/) }),
  ]);
  expect(after.epochs.at(-1)).toEqual(uninterrupted.epochs.at(-1));
  // Both are parts of that curve.
  expect(before.points).toEqual(uninterrupted.points.slice(0, before.points.length));
  expect(after.points).toEqual(uninterrupted.points.slice(-after.points.length));
  await whole.page.close();
});

test('trains and says so once where storage throws', async ({ playground, page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('no', 'SecurityError');
    };
  });
  await playground.open(LONG);
  await expect(page.getByText('This browser keeps nothing')).toBeHidden();
  await playground.button('Train').click();
  await expect(page.getByText('This browser keeps nothing')).toHaveCount(1);
  await playground.trainedBeyond(20);
  await playground.button('Stop').click();
  await expect(playground.status).toContainText('Stopped');
  await page.reload();
  await expect(playground.status).toContainText('Ready to train');
});

test('goes on where storage is full, says so once, and keeps the curves', async ({ playground, page }) => {
  await page.addInitScript(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...args) {
      if (this.name === 'checkpoints') throw new DOMException('no room', 'QuotaExceededError');
      return put.apply(this, args);
    };
  });
  await playground.open(LONG);
  await hurry(page);
  await playground.button('Train').click();
  await expect(page.getByRole('alert')).toContainText('The storage of this browser is full', {
    timeout: 60_000,
  });
  const then = await playground.steps();
  await playground.trainedBeyond(then + 100);
  await expect(page.getByRole('alert')).toHaveCount(1);
  await playground.button('Stop').click();
  await expect(playground.run('GN(32)+WS')).toContainText('stopped');
  // It is written a moment later, the second time without the weights that found no room.
  await page.waitForTimeout(1500);
  await page.reload();
  await expect(playground.run('GN(32)+WS')).toContainText('stopped');
  await expect(offer(page)).toBeHidden();
});

test('gives up its copy of the images where storage is full, and keeps the weights', async ({
  playground,
  page,
}) => {
  await page.addInitScript(() => {
    const { put } = IDBObjectStore.prototype;
    let full = true;
    IDBObjectStore.prototype.put = function (...args) {
      if (full && this.name === 'checkpoints') throw new DOMException('no room', 'QuotaExceededError');
      return put.apply(this, args);
    };
    const drop = CacheStorage.prototype.delete;
    CacheStorage.prototype.delete = async function (name) {
      const dropped = await drop.call(this, name);
      if (dropped) full = false;
      return dropped;
    };
  });
  await playground.open(LONG);
  await page.evaluate(async () => (await caches.open('data-1')).put('data/any', new Response('any')));
  await hurry(page);
  await playground.button('Train').click();
  await expect(page.getByText('made way for your runs')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('training goes on, but weights are not kept')).toHaveCount(0);
  const then = await playground.steps();
  await playground.trainedBeyond(then + 20);
  await playground.button('Stop').click();
  await expect(playground.run('GN(32)+WS')).toContainText('stopped');
  await page.waitForTimeout(1500);
  await page.reload();
  await expect(page.getByRole('button', { name: /^(Resume|Go on)\b/ }).first()).toBeVisible();
});

test('two tabs keep their own runs, and nothing is lost when both are closed', async ({
  playground,
  page,
  context,
}) => {
  await playground.open(LONG);
  await playground.button('Train').click();
  await playground.trainedBeyond(20);
  const other = new Playground(await context.newPage());
  await other.open(`${LONG}&seed=2`);
  await expect(other.page.getByText('1 more run is open in another tab.')).toBeVisible();
  await expect(offer(other.page)).toBeHidden();
  await other.button('Train').click();
  await other.trainedBeyond(20);
  const then = await playground.steps();
  await playground.trainedBeyond(then + 20);
  await expect(playground.status).not.toContainText('interrupted');
  await Promise.all([page.close(), other.page.close()]);

  const again = new Playground(await context.newPage());
  await again.open(LONG);
  await expect(again.run('seed 1')).toContainText('interrupted');
  await expect(again.run('seed 2')).toContainText('interrupted');
  await expect(offer(again.page)).toContainText('2 runs stand at');
  await offer(again.page).getByRole('button', { name: 'Not now' }).click();
  await expect(offer(again.page)).toBeHidden();
  again.expectNoComplaints();
});

test('a run that has just finished, or was brought back, is there after a reload within milliseconds', async ({
  playground,
  page,
}) => {
  await playground.open(`network=mlp${DATA}&engine=wasm&images=100&epochs=1&batch=10&norm=none`);
  const again = page.waitForEvent('load');
  await page.evaluate(() => {
    const reloadAtEnd = (): void => {
      if (window.heard.some(({ kind }) => kind === 'ended')) location.reload();
      else setTimeout(reloadAtEnd);
    };
    reloadAtEnd();
  });
  await playground.button('Train').click();
  await again;
  await expect(playground.run('seed 1')).toContainText('finished');
  for (const time of [0, 6]) {
    await page.getByRole('button', { name: /^More for / }).click();
    await page.getByRole('menuitem', { name: 'Delete', exact: true }).click();
    const undo = page.getByRole('button', { name: 'Undo' });
    await expect(undo).toBeVisible();
    const reloaded = page.waitForEvent('load');
    await undo.evaluate((button, ms) => {
      if (button instanceof HTMLElement) button.click();
      setTimeout(() => location.reload(), ms);
    }, time);
    await reloaded;
    await expect(playground.run('seed 1'), `${time} ms after Undo`).toContainText('finished');
  }
});

test('what is deleted stays deleted, what is brought back stays', async ({ playground, page }) => {
  await playground.open(`${LONG}&run=norm:batch,weights:plain`);
  await playground.button('Train').click();
  await playground.trainedBeyond(20);
  await playground.button('Stop').click();
  await expect(playground.status).toContainText('2 runs stopped');
  const remove = async (name: string) => {
    await page.getByRole('button', { name: `More for ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Delete', exact: true }).click();
  };
  await remove('GN(32)+WS · seed 1');
  await remove('BN · seed 1');
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(playground.run('BN')).toBeVisible();
  await page.reload();
  await expect(playground.run('BN')).toContainText('stopped');
  await expect(playground.run('GN(32)+WS')).toHaveCount(0);
  await expect(playground.status).toContainText('Stopped BN');
});
