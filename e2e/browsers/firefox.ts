/** Firefox by WebDriver BiDi, which Puppeteer speaks to it without a driver between. */
import puppeteer from 'puppeteer-core';
import type { Tab } from './tab.ts';

export async function openFirefox(executablePath: string): Promise<Tab> {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  const complaints: string[] = [];
  const complain = (text: string): void => {
    // Of a request that the test's own navigation has cut off.
    if (!/A ServiceWorker intercepted the request/.test(text)) complaints.push(text);
  };
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warn') complain(message.text());
  });
  page.on('pageerror', (error) => complain(String(error)));
  const [, version = ''] = (await browser.version()).split('/');
  return {
    browser: `Firefox ${version}`,
    complaints,
    goto: async (address) => void (await page.goto(address)),
    run: (work, ...args) => page.evaluate(work as never, ...args) as never,
    screenshot: async (path) => void (await page.screenshot({ path: path as `${string}.png` })),
    close: () => browser.close(),
  };
}
