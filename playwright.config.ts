import { defineConfig } from 'playwright/test';
import { findBrowser } from './scripts/browser.mjs';
import { freePort } from './scripts/server.mjs';

/** Chosen once: Playwright's workers load this file again, with the environment of the first process. */
process.env.E2E_PORT ??= String(await freePort(4310));
const PORT = Number(process.env.E2E_PORT);
const executablePath = await findBrowser();

/** `npm run test:long` runs what is long by nature, and nothing else does. */
const LONG = process.env.LONG === 'yes';

/** Software adapters for WebGL and WebGPU, so that the tests need no GPU (facts.md: slow, use small networks). */
const SOFTWARE_GPU = [
  '--enable-unsafe-swiftshader',
  '--use-angle=swiftshader',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--disable-gpu-watchdog',
];
const QUIET = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export default defineConfig({
  testDir: 'e2e',
  testMatch: LONG ? '**/*.long.spec.ts' : '**/*.spec.ts',
  testIgnore: LONG ? [] : '**/*.long.spec.ts',
  outputDir: 'test-results',
  // Both engines of ours and software GPUs take all cores of a small machine: side by side they take longer in all.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    baseURL: `http://localhost:${PORT}/`,
    // Without pictures and copies of the page, which take as long as many a test: `--trace on` makes those.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false },
    launchOptions: { args: [...SOFTWARE_GPU, ...QUIET], ...(executablePath && { executablePath }) },
  },
  projects: [{ name: 'chromium', use: { browserName: 'chromium', viewport: { width: 1280, height: 900 } } }],
  // The production build, as `npm start` serves it.
  webServer: {
    command: `node scripts/serve.mjs ${PORT}`,
    url: `http://localhost:${PORT}/`,
    reuseExistingServer: false,
  },
});
