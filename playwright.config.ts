import { defineConfig } from 'playwright/test';
import { findBrowser } from './scripts/browser.mjs';
import { freePort } from './scripts/server.mjs';

/** Chosen once: Playwright's workers load this file again, with the environment of the first process. */
process.env.E2E_PORT ??= String(await freePort(4310));
const PORT = Number(process.env.E2E_PORT);
const executablePath = await findBrowser();

/** `npm run test:long` runs what is long by nature, and nothing else does. */
const LONG = process.env.LONG === 'yes';
const suffix = LONG ? 'long.spec.ts' : 'spec.ts';

const QUIET = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // A name in place of an address of this machine's: to the browser another one in the local network.
  '--host-resolver-rules=MAP lan.test 127.0.0.1',
];
/** A page that is not about GPUs is drawn without one: a software GPU takes a third of the time to do the same. */
const NO_GPU = ['--disable-gpu', '--disable-software-rasterizer', '--disable-webgl', '--disable-webgl2'];
/** Software adapters for WebGL and WebGPU, so that the tests need no GPU. They are slow: use small networks. */
const SOFTWARE_GPU = [
  '--enable-unsafe-swiftshader',
  '--use-angle=swiftshader',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--disable-gpu-watchdog',
];
const ON_GPUS = ['conformance', 'gpu'].map((name) => `**/${name}.${suffix}`);

const chromium = (args: readonly string[]) => ({
  browserName: 'chromium' as const,
  launchOptions: { args: [...args, ...QUIET], ...(executablePath && { executablePath }) },
});

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    baseURL: `http://localhost:${PORT}/`,
    viewport: { width: 1280, height: 900 },
    // It would keep megabytes for every page that is about something else: tests of it allow it.
    serviceWorkers: 'block',
  },
  projects: [
    { name: 'page', testMatch: `**/+([a-zA-Z]).${suffix}`, testIgnore: ON_GPUS, use: chromium(NO_GPU) },
    { name: 'software GPUs', testMatch: ON_GPUS, use: chromium(SOFTWARE_GPU) },
  ],
  // The production build, as `npm start` serves it.
  webServer: {
    command: `node scripts/serve.mjs ${PORT}`,
    url: `http://localhost:${PORT}/`,
    reuseExistingServer: false,
  },
});
