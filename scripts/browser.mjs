/** Finds a Chromium for the end-to-end tests, and installs one where it may. */
import { existsSync } from 'node:fs';
import { run } from './setup.mjs';

const SYSTEM_BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @returns {Promise<string | undefined>} the path of its program */
export async function findBrowser() {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) return existsSync(CHROMIUM_PATH) ? CHROMIUM_PATH : undefined;
  return (await playwrightBrowser()) ?? systemBrowser();
}

/** Playwright's own, else the system's, else a new one from either. */
export async function provideBrowser() {
  const found = await findBrowser();
  if (found || process.env.CHROMIUM_PATH) return found;
  console.log('Installing a browser for the tests …');
  const playwright = ['node_modules/playwright/cli.js', 'install', '--no-shell', 'chromium'];
  const installed = await run(process.execPath, playwright, { quiet: true });
  const own = installed.code === 0 ? await playwrightBrowser() : undefined;
  if (own) return own;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update'], { quiet: true, env });
    const apt = await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
      quiet: true,
      env,
    });
    if (apt.code !== 0) console.error(apt.output.split('\n').slice(-5).join('\n'));
  }
  return systemBrowser();
}

async function playwrightBrowser() {
  const { chromium } = await import('playwright');
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}

async function systemBrowser() {
  for (const name of SYSTEM_BROWSERS) {
    const { code, output } = await run('sh', ['-c', `command -v ${name}`], { quiet: true });
    if (code === 0) return output.trim();
  }
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  return existsSync(mac) ? mac : undefined;
}
