/** The playground in pages of another origin, and the links that lead there. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameLocator, Page } from 'playwright/test';
import { expect, QUICK, test } from './playground.ts';

const TWO = `${QUICK}&run=norm:batch,weights:plain`;

/** A server of other people's pages: 127.0.0.1 is another origin than localhost. */
let server: Server;
let html = '';

test.beforeAll(async () => {
  server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
test.afterAll(() => server.close());

/** Opens a page that holds nothing but this. */
async function openParent(page: Page, content: string): Promise<FrameLocator> {
  html = `<!doctype html><link rel="icon" href="data:,"><body style="margin: 0">${content}</body>`;
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return page.frameLocator('iframe');
}

const iframe = (src: string, attributes = '', size = 'width="600" height="400"'): string =>
  `<iframe src="${src.replaceAll('&', '&amp;')}" ${size} style="border: 0" ${attributes}></iframe>`;

async function trainToTheEnd(frame: FrameLocator): Promise<void> {
  await frame.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(frame.getByRole('button', { name: 'Train again' })).toBeVisible({ timeout: 60_000 });
  await expect(frame.locator('.headline').first()).toBeVisible();
  await expect(frame.getByText('on one thread')).toBeVisible();
}

/** Takes away what a browser takes from third parties, and what plain http lacks. */
function forbidAll(): void {
  const refuse = () => {
    throw new DOMException('no', 'SecurityError');
  };
  for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
    Object.defineProperty(window, name, { get: refuse });
  }
  Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: refuse });
  LockManager.prototype.request = () => Promise.reject(new DOMException('The request was denied.'));
  Object.defineProperty(crypto, 'randomUUID', { value: undefined });
}

for (const [where, attributes, forbid] of [
  ['another origin', '', false],
  ['another origin, where the browser gives it nothing', '', true],
  ['a sandbox that allows scripts alone', 'sandbox="allow-scripts"', false],
] as const) {
  test(`trains to a verdict in a frame of ${where}`, async ({ playground, page, baseURL }) => {
    if (forbid) await page.addInitScript(forbidAll);
    const frame = await openParent(page, iframe(`${baseURL}#v=1&embed=1&${TWO}`, attributes));
    await trainToTheEnd(frame);
    await expect(frame.getByRole('region', { name: 'Accuracy chart' }).locator('canvas')).toBeVisible();
    const room = await frame.locator('html').evaluate(({ scrollWidth, scrollHeight }) => ({
      scrollWidth,
      scrollHeight,
    }));
    expect(room).toEqual({ scrollWidth: 600, scrollHeight: 400 });
    const whole = frame.getByRole('link', { name: 'Open the whole page' });
    await expect(whole).toHaveAttribute('href', /#v=1&(?!.*embed)/);
    playground.expectNoComplaints();
  });
}

test('one chart at a time: legend, table and words are about that one', async ({ page, baseURL }) => {
  const size = 'width="320" height="480"';
  const frame = await openParent(page, iframe(`${baseURL}#v=1&embed=1&${TWO}`, '', size));
  await trainToTheEnd(frame);
  const table = frame.getByRole('table', { name: 'Values at the crosshair' });
  const values = frame.locator('.legend-value');
  for (const [name, others, said, value] of [
    ['Accuracy', 'Loss', /training accuracy \d+\.\d %/, /^\d+ %$/],
    ['Loss', 'Accuracy', /training loss \d\.\d+/, /^\d\.\d+$/],
    ['Accuracy', 'Loss', /training accuracy \d+\.\d %/, /^\d+ %$/],
  ] as const) {
    await frame.getByRole('button', { name, exact: true }).click();
    await expect(values).toHaveText([value, value]);
    await expect(frame.locator('.chart-canvas canvas')).toBeVisible();
    await frame.getByRole('slider', { name: `${name} crosshair` }).press('ArrowLeft');
    await expect(table).toContainText(name);
    await expect(table).not.toContainText(others);
    await expect(frame.locator('[aria-live=polite]', { hasText: said })).toBeAttached();
  }
});

test('Share gives HTML that works in another page and hides runs there, and moves the focus into its dialog', async ({
  playground,
  page,
}) => {
  await playground.open(TWO);
  await playground.button('Share').click();
  const dialog = page.getByRole('dialog', { name: 'Share this comparison' });
  await expect(dialog.getByRole('textbox', { name: 'Link' })).toBeFocused();
  await dialog.getByRole('combobox', { name: 'Size' }).selectOption('600 × 400 px');
  await dialog.getByRole('button', { name: 'Copy HTML' }).click();
  await expect(dialog.getByRole('status')).toContainText('HTML copied');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  await page.keyboard.press('Escape');
  await expect(playground.button('Share')).toBeFocused();
  const frame = await openParent(page, copied);
  await trainToTheEnd(frame);

  const canvas = frame.locator('.chart-canvas canvas');
  await expect(canvas).toHaveCount(2);
  // The first that is left: one that is hidden is called Show.
  for (const _ of [1, 2])
    await frame
      .getByRole('button', { name: /^Hide / })
      .first()
      .click();
  await expect(frame.getByText('All runs are hidden')).toHaveCount(2);
  await expect(canvas).toHaveCount(0);
  await frame.getByRole('button', { name: 'Show all' }).click();
  await expect(canvas).toHaveCount(2);
});

for (const [how, clipboard] of [
  ['is closed', undefined],
  ['never answers', { writeText: () => new Promise(() => undefined) }],
] as const)
  test(`where the clipboard ${how}, both links are there selected`, async ({ playground, page }) => {
    const program = clipboard && `({ writeText: ${clipboard.writeText} })`;
    await page.addInitScript(`Object.defineProperty(navigator, 'clipboard', { value: ${program} })`);
    await playground.open(QUICK);
    const steps = { images: [100, 200], step: [10, 20], ms: [1, 2], loss: [2, 1], acc: [0.2, 0.6] };
    const run = {
      experiment: { norm: 'group', network: 'mlp', images: 200, batch: 10, epochs: 1 },
      history: { loss: [1], acc: [0.5], val_loss: [1], val_acc: [0.5] },
      ...{ steps, test: { loss: 1, acc: 0.5 } },
    };
    const buffer = Buffer.from(JSON.stringify(run));
    await page
      .getByLabel('Files to import')
      .setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer });
    await expect(page.getByText('Imported 1 run.')).toBeVisible();
    await playground.button('Share').click();
    const said = page.getByRole('dialog').getByRole('status');
    const selected = () => page.evaluate(() => getSelection()?.toString());
    await expect(said).toContainText('did not allow copying');
    expect(await selected()).toMatch(/#v=1&(?!.*results=)/);
    await page.getByRole('checkbox', { name: /the curves of 1 run/ }).check();
    await playground.button('Copy link').click();
    await expect(said).toContainText('did not allow copying');
    expect(await selected()).toContain('&results=');
    await playground.button('Copy HTML').click();
    await expect.poll(selected).toContain('<iframe');
  });

test('a link opens its tab and view, and the address follows them', async ({ playground, page }) => {
  await playground.open(`${QUICK}&tab=inside&view=batch-mates`);
  const tab = (name: string) => page.getByRole('tab', { name });
  await expect(tab('Inside the network')).toHaveAttribute('aria-selected', 'true');
  await playground.button('Train').click();
  await expect(playground.status).toContainText('Finished', { timeout: 60_000 });
  await expect(page.getByText(/batch-mates/i).first()).toBeVisible();
  const entries = await page.evaluate(() => history.length);
  await tab('Learn').click();
  await expect(page).toHaveURL(/&tab=learn$/);
  await tab('Runs').click();
  await expect(page).not.toHaveURL(/tab=/);
  expect(await page.evaluate(() => history.length)).toBe(entries);
});

test('a link to a tab leads there, a reload stays where it was', async ({ playground, page }) => {
  const heightOf = async () => (await page.getByRole('tablist', { name: 'Results' }).boundingBox())?.y;
  // A lesson takes a while to come; on a phone the tabs stand below form and charts.
  for (const [width, below] of [
    [1280, 120],
    [360, 60],
  ] as const) {
    await page.setViewportSize({ width, height: 740 });
    await page.goto('about:blank');
    await playground.open(`${QUICK}&tab=learn`);
    await expect(page.getByRole('heading', { name: 'The study, checked' })).toBeAttached();
    await expect.poll(heightOf, `at ${width} pixels`).toBeLessThan(below);
  }
  await page.mouse.wheel(0, -1);
  await page.evaluate(() => scrollTo(0, 0));
  await page.reload();
  await expect(page.getByRole('heading', { name: 'The study, checked' })).toBeAttached();
  expect(await heightOf()).toBeGreaterThan(740);
});
