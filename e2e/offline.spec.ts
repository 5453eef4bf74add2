/** After a first visit the page needs no network, and a new version is offered, not forced. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from 'playwright/test';
import { createStaticServer, listen } from '../scripts/server.mjs';
import { hasRealImages, Playground } from './playground.ts';

test.use({ serviceWorkers: 'allow' });

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const SETTINGS = 'network=mlp&images=200&epochs=1&batch=10&norm=group&engine=wasm';

/** Has the service worker keep everything now rather than in a quiet moment. */
const keepEverything = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    const kept = new Promise((resolve) => {
      port1.onmessage = ({ data }) => resolve(data);
    });
    active?.postMessage({ kind: 'keep' }, [port2]);
    return kept;
  });

test('opens and trains without a network once it was visited, on any host', async ({ browser }) => {
  const context = await browser.newContext({ serviceWorkers: 'allow' });
  const server = createStaticServer({ root: dist, base: '/any/', isolated: false });
  const port = await listen(server, 0);
  const address = `http://localhost:${port}/any/`;
  const page = await context.newPage();
  const visit = new Playground(page);
  await page.goto(address);
  await page.waitForFunction(() => crossOriginIsolated, undefined, { timeout: 20_000 });
  await expect(visit.button('Train')).toBeVisible();
  expect(await keepEverything(page)).toBe('kept');
  visit.expectNoComplaints();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await page.close();

  const playground = new Playground(await context.newPage());
  await playground.page.goto(`${address}#v=1&${SETTINGS}`);
  await playground.button('Train').click();
  await expect(playground.status).toContainText('Finished', { timeout: 60_000 });
  await expect(playground.page.getByRole('banner')).toContainText(
    hasRealImages ? 'Fashion-MNIST' : 'Synthetic',
  );
  expect(await playground.page.evaluate(() => crossOriginIsolated)).toBe(true);
  await playground.page.getByRole('tab', { name: 'Learn' }).click();
  await expect(playground.page.getByRole('tabpanel')).toContainText('mean');
  await context.close();
});

test('a new version is offered and never forced', async ({ browser }) => {
  const folder = mkdtempSync(join(tmpdir(), 'norm-playground-'));
  cpSync(dist, folder, { recursive: true, filter: (path) => !path.includes(join(dist, 'data')) });
  const server = createStaticServer({ root: folder });
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  const context = await browser.newContext({ serviceWorkers: 'allow' });
  const page = await context.newPage();
  await page.goto(`http://localhost:${port}/`);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);

  const worker = join(folder, 'serviceWorker.js');
  writeFileSync(worker, `${readFileSync(worker, 'utf8')}\n// newer`);
  await page.reload();
  const offer = page.getByRole('region', { name: 'New version' });
  await expect(offer.getByRole('status')).toHaveText('A new version of this page is there.');
  await Promise.all([page.waitForEvent('load'), offer.getByRole('button', { name: 'Reload' }).click()]);
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
  await expect(offer).toBeHidden();
  await context.close();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});
