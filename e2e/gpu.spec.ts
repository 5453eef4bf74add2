/** Training on software GPUs: when the device is lost, and when they are timed against the CPU. */
import { expect, LONG, onWebgl, test } from './playground.ts';

declare global {
  /** The training worker's, kept by a test that takes them away. */
  var contexts: WebGL2RenderingContext[];
  /** Likewise. */
  var devices: GPUDevice[];
}

test('the compiled WebGPU engine trains, says so, and what it began goes on elsewhere', async ({
  playground,
  page,
}) => {
  test.setTimeout(180_000);
  await playground.open('network=pool_pool_dense16&images=400&epochs=20&batch=4&data=synthetic&engine=wgsl');
  const worker = page.workers()[0] ?? (await page.waitForEvent('worker'));
  await worker.evaluate(() => {
    const devices: GPUDevice[] = [];
    globalThis.devices = devices;
    const original = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, ...args) {
      const device = await original.apply(this, args);
      devices.push(device);
      return device;
    };
  });
  await playground.button('Train').click();
  await expect
    .poll(async () => (await playground.heard()).some((event) => event.kind === 'checkpoint'), {
      timeout: 60_000,
    })
    .toBe(true);
  await expect(page.getByRole('banner')).toContainText('WebGPU (compiled) · SwiftShader');
  await worker.evaluate(() => {
    for (const device of globalThis.devices) device.destroy();
  });
  const words = /seed 1: WebGPU: the GPU went away.*Going on from step/;
  await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible({ timeout: 60_000 });
  await expect(playground.status).toContainText('Finished', { timeout: 100_000 });
  await expect(page.getByRole('banner')).toContainText('CPU');
});

test('a GPU that is lost under three runs is replaced, and each goes on', async ({ playground, page }) => {
  test.setTimeout(180_000);
  await playground.open(`${onWebgl(LONG)}&repeats=3`);
  const worker = page.workers()[0] ?? (await page.waitForEvent('worker'));
  await worker.evaluate(() => {
    const contexts: WebGL2RenderingContext[] = [];
    globalThis.contexts = contexts;
    const original = OffscreenCanvas.prototype.getContext;
    OffscreenCanvas.prototype.getContext = function (
      this: OffscreenCanvas,
      ...args: Parameters<typeof original>
    ) {
      const context = original.apply(this, args);
      if (context instanceof WebGL2RenderingContext) contexts.push(context);
      return context;
    } as typeof original;
  });
  await playground.button('Train').click();
  await expect
    .poll(async () => (await playground.heard()).some((event) => event.kind === 'checkpoint'), {
      timeout: 60_000,
    })
    .toBe(true);
  await worker.evaluate(() => {
    for (const context of globalThis.contexts) context.getExtension('WEBGL_lose_context')?.loseContext();
  });
  for (const seed of [1, 2, 3]) {
    const words = new RegExp(`seed ${seed}: WebGL: .*Going on from (step|the start)`);
    await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible({ timeout: 60_000 });
  }
  expect((await playground.heard()).filter((event) => event.kind === 'ended')).toEqual([]);
  const before = (await playground.heard()).length;
  await expect
    .poll(async () => (await playground.heard()).slice(before).some((event) => event.kind === 'progress'), {
      timeout: 60_000,
    })
    .toBe(true);
  await playground.button('Stop').click();
  await expect(playground.status).toContainText('3 runs stopped');
});

test('auto times the engines, takes the CPU over a software GPU, says so and remembers', async ({
  playground,
  page,
}) => {
  const settings = 'network=small-cnn&images=400&batch=4&epochs=20&data=synthetic';
  await playground.open(settings);
  await playground.button('Train').click();
  await expect(page.getByText(/Measured here: CPU [\d.]+ ms a step, .*no real GPU/)).toBeVisible({
    timeout: 30_000,
  });
  await playground.button('Stop').click();
  await expect(playground.status).toContainText('Stopped');
  expect(await page.evaluate(() => JSON.stringify(localStorage))).toContain('wasm');
});
