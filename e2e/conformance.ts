/** The tests of the engines of a real browser: golden networks, and looks inside one, give what float64 gives, and nothing leaks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from 'playwright/test';
import { build } from 'vite';
import { createStaticServer, listen } from '../scripts/server.mjs';
import { GOLDEN_DIR, goldenFiles } from '../src/cli/goldenFolder.ts';
import { MAX_POOL_TIES } from '../src/testing/maxPoolTies.ts';

export const NETWORKS = goldenFiles(GOLDEN_DIR)
  .filter((name) => name.startsWith('network-'))
  .map((name) => [name, JSON.parse(readFileSync(join(GOLDEN_DIR, name), 'utf8'))] as const);

declare global {
  interface Window {
    conformance?: typeof import('../src/testing/browserConformance.ts');
  }
}

const BUILT = '.cache/conformance';
const server = createStaticServer({ root: BUILT });
let address: string;

async function open(page: Page): Promise<void> {
  await page.goto(address);
  await page.waitForFunction(() => window.conformance !== undefined, undefined, { timeout: 60_000 });
}

type Engine = 'wasm' | 'wgsl' | 'webgl' | 'webgpu';

/** @param networks that an engine is held to @param steps of training, after each quarter of which the memory in use is looked at */
export function holdEngines(
  engines: readonly Engine[],
  networks: (engine: Engine) => typeof NETWORKS,
  steps: number,
): void {
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

  for (const engine of engines) {
    test(`${engine} reproduces the golden networks`, async ({ page }) => {
      test.setTimeout(300_000);
      const cases = [['max-pool ties', MAX_POOL_TIES] as const, ...networks(engine)];
      await open(page);
      const results = await page.evaluate(([kind, all]) => window.conformance?.runCases(kind, all), [
        engine,
        cases,
      ] as const);
      expect(results).toHaveLength(cases.length);
      for (const { name, passed, checks, why } of results ?? []) {
        expect(
          passed,
          `${why ?? name}: ${JSON.stringify(checks.filter((check) => check.error > check.tolerance))}`,
        ).toBe(true);
      }
    });

    test(`${engine} shows what is inside a network`, async ({ page }) => {
      await open(page);
      const looks = await page.evaluate((kind) => window.conformance?.lookInside(kind), engine);
      expect(looks?.checks.length).toBeGreaterThan(0);
      expect(looks?.checks.filter(({ error, tolerance }) => !(error <= tolerance))).toEqual([]);
      const [first, second, last] = looks?.buffers ?? [];
      expect(first?.count).toBeGreaterThan(0);
      expect(second).toEqual(first);
      expect(last).toEqual({ count: 0, bytes: 0 });
    });

    test(`${engine} leaks nothing over ${steps} steps`, async ({ page }) => {
      test.setTimeout(300_000);
      await open(page);
      const seen = await page.evaluate((asked) => window.conformance?.watchBuffers(...asked), [
        engine,
        steps,
      ] as const);
      expect(seen).toHaveLength(5);
      const [first] = seen ?? [];
      expect(first?.count).toBeGreaterThan(0);
      expect(seen?.slice(0, 4)).toEqual([first, first, first, first]);
      expect(seen?.[4]).toEqual({ count: 0, bytes: 0 });
    });
  }
}
