/**
 * `npm run screenshot`: the README's picture. Trains the comparison that a first visit offers, and takes the page as
 * it stands at the end. Needs a built page (`npm start` or `npm test` make one).
 */
import { chromium } from 'playwright';
import { findBrowser } from './browser.mjs';
import { createStaticServer, listen } from './server.mjs';

const FILE = 'public/screenshot.png';
const ENOUGH_MS = 15 * 60_000;

const server = createStaticServer({ root: 'dist' });
const port = await listen(server, 0);
const executablePath = await findBrowser();
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
// As on a later visit: without the guide.
await page.addInitScript(() => localStorage.setItem('norm-playground.guide', 'seen'));
await page.goto(`http://localhost:${port}/`);
await page.getByRole('button', { name: 'Train', exact: true }).click();
await page.getByRole('status').filter({ hasText: 'finished' }).waitFor({ timeout: ENOUGH_MS });
// The charts draw a moment after the last event.
await page.waitForTimeout(2000);
await page.screenshot({ path: FILE });
await browser.close();
server.close();
console.log(`wrote ${FILE}`);
