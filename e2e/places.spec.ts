/** Where browsers give the page less: plain http, sandboxes, a file, no storage. It trains, or says why not. */
import { pathToFileURL } from 'node:url';
import { expect, LONG, QUICK, test } from './playground.ts';

test('trains on one thread over plain http, and says why on one', async ({ playground, page }) => {
  playground.expected.push(/Cross-Origin-Opener-Policy header has been ignored/);
  await page.goto(`http://lan.test:${process.env.E2E_PORT}/#v=1&${QUICK}`);
  await playground.button('Train').click();
  await expect(playground.status).toContainText('Finished', { timeout: 60_000 });
  await expect(page.getByRole('banner')).toContainText('1 thread (the page is not cross-origin isolated)');
});

test('trains in a sandbox that allows scripts alone, by Train and by Enter', async ({
  playground,
  page,
  baseURL,
}) => {
  const body = `<iframe sandbox="allow-scripts" width="1200" height="800" src="${baseURL}#v=1&${QUICK}"></iframe>`;
  await page.route('**/parent.html', (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto('parent.html');
  const frame = page.frameLocator('iframe');
  await frame.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(frame.getByRole('status')).toContainText('Finished', { timeout: 60_000 });
  await frame.getByRole('spinbutton', { name: 'Seed' }).fill('7');
  await frame.getByRole('spinbutton', { name: 'Seed' }).press('Enter');
  await expect(frame.getByRole('status')).toContainText('2 runs finished', { timeout: 60_000 });
  playground.expectNoComplaints();
});

test('opened as a file it says what to do', async ({ playground, page }) => {
  playground.expected.push(/./);
  await page.goto(pathToFileURL('dist/index.html').href);
  await expect(page.getByRole('alert')).toContainText(
    'Run npm start, or copy the folder to any static host.',
  );
});

test('without storage and locks a dead worker is noticed, and the run goes on', async ({
  playground,
  page,
}) => {
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('no', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
      Object.defineProperty(window, name, { get: refuse });
    LockManager.prototype.request = () => Promise.reject(new DOMException('The request was denied.'));
    // Half a minute, in three seconds.
    const { setInterval } = window;
    Object.assign(window, {
      setInterval: (work: () => void, ms: number) => setInterval(work, ms === 5000 ? 500 : ms),
    });
  });
  await playground.open(LONG);
  await playground.button('Train').click();
  await playground.trainedBeyond(20);
  await page.workers()[0]?.evaluate(() => self.close());
  await expect(page.getByRole('alert')).toContainText('The training worker died; a new one goes on from');
  await playground.button('Stop').click();
  await expect(playground.status).toContainText('Stopped');
});
