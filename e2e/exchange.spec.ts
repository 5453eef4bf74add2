/** Results that leave the page and come back: export and import, links that carry curves. */
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import type { Download } from 'playwright/test';
import { DATA, expect, Playground, sharedPage, test } from './playground.ts';

/** Two runs of a second or two on the CPU engine. */
const TWO = `network=mlp&images=200&epochs=2&batch=10${DATA}&engine=wasm&run=norm:batch,weights:plain`;

const trained = sharedPage(async (playground) => {
  await playground.open(TWO);
  await playground.button('Train').click();
  await expect(playground.run('GN(32)+WS')).toContainText('finished', { timeout: 60_000 });
  await expect(playground.run('BN')).toContainText('finished', { timeout: 60_000 });
});

const textOf = async (download: Download): Promise<string> => readFileSync(await download.path(), 'utf8');

test('imports what it exported, once, and names a file that is none', async ({ browser }) => {
  const { page } = trained();
  await trained().button('Export').click();
  const dialog = page.getByRole('dialog', { name: 'Export', exact: true });
  await dialog.getByText('More', { exact: true }).click();
  const save = async (label: string): Promise<Download> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: label, exact: true }).click(),
    ]);
    return download;
  };
  const all = await save('All runs (JSON)');
  expect(JSON.parse(await textOf(all)).runs).toHaveLength(2);
  expect(await textOf(await save('History (CSV)'))).toMatch(/loss,acc,val_loss,val_acc/);
  expect(await textOf(await save('Accuracy (SVG)'))).toContain('<svg');
  expect(
    readFileSync(await (await save('Loss (PNG)')).path())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
  expect(await textOf(await save('Report (HTML)'))).toContain('GN(32)+WS');
  const weights = readFileSync(await (await save('Weights (safetensors)')).path());
  const header = JSON.parse(weights.subarray(8, 8 + Number(weights.readBigUInt64LE(0))).toString());
  expect(header['dense1/kernel'].shape).toEqual([784, 256]);
  const boards = unzipSync(readFileSync(await (await save('TensorBoard (ZIP)')).path()));
  expect(Object.keys(boards).map((path) => path.split('/')[0])).toEqual(['gn-32-ws-seed-1', 'bn-seed-1']);
  for (const content of Object.values(boards))
    for (const tag of ['val_acc', 'test_acc', 'dense1/kernel'])
      expect(Buffer.from(content).includes(tag)).toBe(true);
  const everything = await save('Everything (ZIP)');
  await page.keyboard.press('Escape');

  const other = new Playground(await (await browser.newContext()).newPage());
  await other.open('data=synthetic');
  const files = other.page.getByLabel('Files to import');
  const bytes = readFileSync(await all.path());
  await files.setInputFiles([
    { name: 'runs.json', mimeType: 'application/json', buffer: bytes },
    { name: 'package.json', mimeType: 'application/json', buffer: Buffer.from('{"name":"x"}') },
  ]);
  await expect(other.page.getByRole('alert')).toContainText('package.json: this is not a run file');
  await expect(other.run('GN(32)+WS')).toBeVisible();
  await files.setInputFiles(await everything.path());
  await expect(other.page.getByText('Nothing new: 2 were there already.')).toBeVisible();
  await expect(other.runs.getByRole('progressbar')).toHaveCount(2);
  await other.page.context().close();
});

test('shows the curves of a link without any data set, and checks them when asked', async ({ browser }) => {
  const link = await trained().copyLinkWithCurves(2);
  expect(link.length).toBeLessThan(8000);

  const other = new Playground(await (await browser.newContext()).newPage());
  const requests: string[] = [];
  other.page.on('request', (request) => requests.push(request.url()));
  await other.page.goto(link);
  await expect(other.run('GN(32)+WS')).toContainText('from a link');
  await expect(other.page.getByRole('region', { name: 'Accuracy chart' }).locator('canvas')).toBeVisible();
  expect(requests.filter((url) => url.includes('/data/'))).toEqual([]);

  const checks = other.page.getByRole('region', { name: 'Results from elsewhere' });
  await checks.getByRole('button', { name: 'Run it here' }).click();
  await expect(checks.getByText('identical', { exact: true })).toHaveCount(2, { timeout: 60_000 });
  await other.page.context().close();

  // On a phone the results stand below the form, and the link opens on them.
  const phone = await (await browser.newContext({ viewport: { width: 360, height: 800 } })).newPage();
  await phone.goto(link.replace('&results=', '&tab=learn&results='));
  await expect(phone.locator('.banner')).toBeInViewport({ ratio: 1 });
  await phone.context().close();
});

test('imports what is dropped on the page or pasted into it', async () => {
  const { page } = trained();
  await trained().button('Export').click();
  await page.getByText('More', { exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Run (JSON)', exact: true }).click(),
  ]);
  const text = await textOf(download);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  const pasted = text.replace('"seed": 1', '"seed": 8');
  const dropped = text.replace('"seed": 1', '"seed": 9');
  await page.evaluate(
    ({ pasted, dropped }) => {
      const clipboard = new DataTransfer();
      clipboard.setData('text/plain', pasted);
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true }));
      const dragged = new DataTransfer();
      dragged.items.add(new File([dropped], 'run.json', { type: 'application/json' }));
      for (const kind of ['dragenter', 'dragover', 'drop']) {
        document.body.dispatchEvent(
          new DragEvent(kind, { dataTransfer: dragged, bubbles: true, cancelable: true }),
        );
      }
    },
    { pasted, dropped },
  );
  await expect(trained().runs.getByText('from a file')).toHaveCount(2);
});

test('a link whose results were cut off opens the settings and says so', async ({ playground }) => {
  await playground.open(`${TWO}&results=AbCdEf`);
  await expect(playground.page.getByRole('alert')).toContainText('the curves in this link cannot be shown');
  await expect(playground.page.getByRole('spinbutton', { name: 'Batch size' })).toHaveValue('10');
});
