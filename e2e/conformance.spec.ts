/** The golden networks on the GPU engines of a real browser: the same losses and weights as float64 gives. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { build } from 'vite';
import { createStaticServer, listen } from '../scripts/server.mjs';
import type { CaseResult } from '../src/engine/conformance/browser.ts';

const DIR = process.env.GOLDEN_DIR ?? '../shared/golden/cases';
const names = existsSync(DIR) ? readdirSync(DIR).filter((name) => /^network-.*\.json$/.test(name)) : [];
if (names.length === 0) console.log(`no golden networks in ${DIR}: they are not run in the browser`);

declare global {
  interface Window {
    runCases?: (engine: string, cases: readonly unknown[]) => Promise<CaseResult[]>;
  }
}

const BUILT = '.cache/conformance';
const server = createStaticServer({ root: BUILT });
let address: string;

test.beforeAll(async () => {
  await build({
    logLevel: 'error',
    publicDir: false,
    build: { outDir: BUILT, emptyOutDir: true, rolldownOptions: { input: 'e2e/conformance.html' } },
  });
  address = `http://localhost:${await listen(server, 0)}/e2e/conformance.html`;
});

test.afterAll(() => {
  server.close();
});

for (const engine of ['webgl', 'webgpu']) {
  test(`${engine} reproduces the golden networks`, async ({ page }) => {
    test.skip(names.length === 0, 'needs golden cases');
    test.setTimeout(300_000);
    const cases: unknown[] = names.map((name) => JSON.parse(readFileSync(join(DIR, name), 'utf8')));
    await page.goto(address);
    await page.waitForFunction(() => window.runCases !== undefined, undefined, { timeout: 60_000 });
    const results = await page.evaluate(([kind, all]) => window.runCases?.(kind, all), [
      engine,
      cases,
    ] as const);
    expect(results).toHaveLength(names.length);
    for (const { name, passed, checks } of results ?? []) {
      expect(
        passed,
        `${name}: ${JSON.stringify(checks.filter((check) => check.error > check.tolerance))}`,
      ).toBe(true);
    }
  });
}
