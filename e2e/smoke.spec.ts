/** The built page opens and is isolated, on our server and below a folder of a host that knows nothing of it. */
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from 'playwright/test';
import { createStaticServer, listen } from '../scripts/server.mjs';

test.use({ serviceWorkers: 'allow' });

const dist = fileURLToPath(new URL('../dist', import.meta.url));

/** Errors and warnings that the page puts on the console, as they come. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

test('the page opens, isolated and without a complaint', async ({ page }) => {
  const complaints = complaintsOf(page);
  await page.goto('./');
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(complaints).toEqual([]);
});

test('below a folder of a plain host, the page isolates itself', async ({ page }) => {
  const server = createStaticServer({ root: dist, base: '/some/folder/', isolated: false });
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  try {
    const complaints = complaintsOf(page);
    await page.goto(`http://localhost:${port}/some/folder/`);
    await page.waitForFunction(() => crossOriginIsolated, undefined, { timeout: 20_000 });
    await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
    expect(complaints).toEqual([]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
