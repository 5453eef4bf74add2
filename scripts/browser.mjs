/** Finds the browsers for the end-to-end tests, and installs them where it may. */
import { existsSync } from 'node:fs';
import { firstOnPath, installPackages, provide } from './packages.mjs';
import { run } from './setup.mjs';

const SHELL = process.platform === 'win32' ? 'chrome-headless-shell.exe' : 'chrome-headless-shell';
/** The first is Chromium without windows: the same tests take it a quarter less time. */
const SYSTEM_BROWSERS = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];

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
  const playwright = ['node_modules/playwright/cli.js', 'install', '--only-shell', 'chromium'];
  const installed = await run(process.execPath, playwright, { quiet: true });
  const own = installed.code === 0 ? await playwrightBrowser() : undefined;
  if (own) return own;
  for (const name of ['chromium-headless-shell', 'chromium']) {
    await installPackages([name]);
    const browser = await systemBrowser();
    if (browser) return browser;
  }
  return undefined;
}

/** @returns {Promise<string | undefined>} the path of Firefox's program */
export async function findFirefox() {
  const { FIREFOX_PATH } = process.env;
  if (FIREFOX_PATH) return existsSync(FIREFOX_PATH) ? FIREFOX_PATH : undefined;
  const mac = '/Applications/Firefox.app/Contents/MacOS/firefox';
  return (await firstOnPath(['firefox', 'firefox-esr'])) ?? (existsSync(mac) ? mac : undefined);
}

export const provideFirefox = () =>
  process.env.FIREFOX_PATH ? findFirefox() : provide('Firefox', findFirefox, ['firefox-esr']);

/**
 * WebKitGTK with its driver, and a screen that nobody sees.
 * @returns {Promise<{ driver: string, miniBrowser: string, xvfb: string } | undefined>}
 */
export async function findWebKit() {
  const [driver, xvfb] = await Promise.all([firstOnPath(['WebKitWebDriver']), firstOnPath(['Xvfb'])]);
  const { code, output } = await run('sh', ['-c', 'ls -d /usr/lib/*/webkit2gtk-4.*/MiniBrowser'], {
    quiet: true,
  });
  const miniBrowser = code === 0 ? output.trim().split('\n').at(-1) : undefined;
  return driver && xvfb && miniBrowser ? { driver, xvfb, miniBrowser } : undefined;
}

export const provideWebKit = () => provide('WebKitGTK', findWebKit, ['webkit2gtk-driver', 'xvfb']);

/** Its Chromium without windows, which lies beside the whole one under a name of its own; else that. */
async function playwrightBrowser() {
  const { chromium } = await import('playwright');
  const whole = chromium.executablePath();
  const shell = whole.replace(/chromium-(\d+)([\\/])chrome-([\w-]+)[\\/].*$/, (_, revision, slash, system) =>
    [`chromium_headless_shell-${revision}`, `chrome-headless-shell-${system}`, SHELL].join(slash),
  );
  return [shell, whole].find((path) => existsSync(path));
}

async function systemBrowser() {
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  return (await firstOnPath(SYSTEM_BROWSERS)) ?? (existsSync(mac) ? mac : undefined);
}
