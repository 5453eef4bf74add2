/** Chromium as benches run it: without what it does by itself, and saying so when a page fails. */
import { chromium } from 'playwright';
import { findBrowser } from '../scripts/browser.mjs';

export async function openChromium() {
  const executablePath = await findBrowser();
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.on('pageerror', (error) => console.error(error));
  return { browser, page };
}
