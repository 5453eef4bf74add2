/** A visitor's own images: dropped, looked at, trained on, kept, handed on. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Locator } from 'playwright/test';
import { npzOf } from '../src/import/npz.ts';
import { expect, Playground, test } from './playground.ts';

const fixture = (name: string): string => `src/import/fixtures/${name}`;
const SETTINGS = 'network=mlp&images=30&epochs=2&batch=2&engine=wasm&norm=group&groups=4';

type Files = Parameters<Locator['setInputFiles']>[0];

async function bring(playground: Playground, files: Files): Promise<void> {
  await playground.page.getByLabel('Files to import').setInputFiles(files);
  await playground.button('Use these images').click();
  await expect(playground.page.locator('.notices')).toContainText('is ready');
}

test('trains on a zip of coloured images, keeps them, and knows them again in another form', async ({
  playground,
  page,
  browser,
}) => {
  await playground.open(SETTINGS);
  await page.getByLabel('Files to import').setInputFiles(fixture('folders.zip'));
  const dialog = page.getByRole('dialog', { name: 'Your images' });
  await expect(dialog).toContainText('42 images in 3 classes, 10 × 12 pixels');
  await expect(dialog).toContainText('36 for training, 0 for validation, 6 for testing');
  await dialog.getByText('1 file was left out').click();
  await expect(dialog).toContainText('folders.zip/train/blob/notes.pdf: a PDF');
  await dialog.getByLabel('Name', { exact: true }).fill('Shapes');
  await dialog.getByLabel('Name of class stripes').fill('bars');
  await playground.button('Use these images').click();
  await expect(page.locator('.notices')).toContainText(
    "'Shapes' is ready: 30 training, 6 validation and 6 test images",
  );
  await expect(page.getByLabel('Sample images')).toContainText('bars');

  await playground.button('Train').click();
  await expect(playground.run(/GN/)).toContainText('finished', { timeout: 60_000 });
  expect(page.url()).toContain('data=shapes-');
  await page.getByRole('tab', { name: 'Predictions' }).click();
  await expect(page.getByRole('tabpanel', { name: 'Predictions' })).toContainText('cross', {
    timeout: 30_000,
  });

  // Kept: the page comes back with run and images.
  await page.getByRole('tab', { name: 'Runs' }).click();
  await page.reload();
  await expect(playground.run(/GN/)).toContainText('finished');
  await expect(page.locator('.badges')).toContainText('Shapes · 30 / 6 / 6');

  // A link carries name and hash; elsewhere the same images in another form are that set.
  const other = new Playground(await (await browser.newContext()).newPage());
  await other.open(page.url().split('#v=1&')[1]);
  await expect(other.page.locator('.badges')).toContainText('No data set');
  await bring(other, fixture('keras.npz'));
  await expect(other.page.locator('.badges')).toContainText('keras · 30 / 6 / 6');
  expect(other.page.url()).toContain(new URL(page.url()).hash.match(/data=[^&]+/)?.[0]);
  await other.page.context().close();
});

test('says what cannot be read, keeps nothing of a cancelled import, and gives a deleted set back', async ({
  playground,
  page,
}) => {
  await playground.open(SETTINGS);
  const files = page.getByLabel('Files to import');
  const dialog = page.getByRole('dialog', { name: 'Your images' });
  await files.setInputFiles({
    name: 'set.zip',
    mimeType: 'application/zip',
    buffer: Buffer.from('PK\x03\x04 broken'),
  });
  await expect(dialog.getByRole('alert')).toContainText('No images were found');
  await page.keyboard.press('Escape');
  await files.setInputFiles({ name: 'set.pkl', mimeType: '', buffer: Buffer.from('\x80\x04', 'latin1') });
  await expect(dialog.getByRole('alert')).toContainText('numpy.savez');
  await page.keyboard.press('Escape');
  await files.setInputFiles(fixture('webp.zip'));
  await expect(dialog).toContainText('42 images');
  await playground.button('Cancel').click();
  await expect(dialog).toBeHidden();

  await bring(playground, fixture('gnu.tar.gz'));
  await page.getByRole('button', { name: 'Your images …' }).first().click();
  await expect(dialog.getByRole('listitem').filter({ hasText: '42 images' })).toHaveCount(1);
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    playground.button('Save as .npz').click(),
  ]);
  await playground.button('Delete gnu').click();
  await expect(dialog).toContainText("Deleted 'gnu'.");
  await playground.button('Undo').click();
  await expect(dialog.getByRole('textbox', { name: 'Name of gnu' })).toBeVisible();
  await page.keyboard.press('Escape');

  // What was saved is the same set.
  await files.setInputFiles(await saved.path());
  await playground.button('Use these images').click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Your images …' }).first().click();
  await expect(dialog.getByRole('listitem').filter({ hasText: '42 images' })).toHaveCount(1);
});

/** A small set in colour that differs from any other seed's. */
function setOf(name: string, seed: number): { name: string; mimeType: string; buffer: Buffer } {
  const classes = ['red', 'green', 'blue'];
  const split = {
    images: Uint8Array.from({ length: 30 * 192 }, (_, i) => (i * 37 * seed + (i >> 6) * 11) % 256),
    labels: Uint8Array.from({ length: 30 }, (_, i) => i % 3),
  };
  const counts = { train: 30, validation: 30, test: 30 };
  const spec = { id: name, name, sha256: '', shape: [8, 8, 3] as const, classes, counts };
  const bytes = npzOf(spec, { train: split, validation: split, test: split });
  return { name: `${name}.npz`, mimeType: '', buffer: Buffer.from(bytes) };
}

function fillUp(): void {
  const { put } = IDBObjectStore.prototype;
  let puts = 0;
  IDBObjectStore.prototype.put = function (...args) {
    if (this.name === 'parts' && ++puts > 2) throw new DOMException('no room', 'QuotaExceededError');
    return put.apply(this, args);
  };
}

test('two tabs bring sets at the same time, and both are kept', async ({ playground, page, context }) => {
  await playground.open(SETTINGS);
  const other = new Playground(await context.newPage());
  await other.open(SETTINGS);
  await Promise.all(
    [playground, other].map(async (each, i) => {
      await bring(each, setOf(`set${i + 1}`, i + 1));
    }),
  );
  await page.reload();
  await page.getByRole('button', { name: 'Your images …' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Your images' });
  await expect(dialog.getByRole('listitem').filter({ hasText: '90 images' })).toHaveCount(2);
  other.expectNoComplaints();
});

test('says that the storage is full, keeps nothing of the set, and loses nothing else', async ({
  playground,
  page,
}) => {
  await playground.open(SETTINGS);
  await bring(playground, setOf('first', 1));
  // The set is written by a worker of its own, whose script begins with a disk that fills up.
  await page.route(/\/worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `(${fillUp})();\n${await response.text()}` });
  });
  await page.getByLabel('Files to import').setInputFiles(setOf('second', 2));
  await playground.button('Use these images').click();
  await expect(page.getByText('The browser has no room for these images.')).toBeVisible();
  // With fewer of them there may be.
  await expect(playground.button('Use these images')).toBeEnabled();
  await page.reload();
  await page.getByRole('button', { name: 'Your images …' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Your images' });
  await expect(dialog.getByRole('listitem').filter({ hasText: '90 images' })).toHaveCount(1);
  await expect(dialog.getByRole('textbox', { name: 'Name of first' })).toBeVisible();
});

test('goes on after a reload in mid-run, looks inside in colour, and is identical elsewhere', async ({
  playground,
  page,
  browser,
}) => {
  const settings = 'network=small-cnn&images=30&epochs=150&batch=2&engine=wasm&norm=group&groups=4';
  await playground.open(settings);
  await bring(playground, setOf('lights', 3));
  await expect(page).toHaveURL(/data=lights-/);
  await playground.button('Train').click();
  await playground.trainedBeyond(20);
  await page.reload();
  const offer = page.getByRole('region', { name: 'Interrupted training' });
  await offer.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect(playground.run(/GN/)).toContainText('finished', { timeout: 60_000 });

  await page.getByRole('tab', { name: 'Inside the network' }).click();
  await page.getByRole('radio', { name: /Feature maps/ }).press('Space');
  await expect(page.getByText(/the colour of its three weights/).first()).toBeVisible({ timeout: 30_000 });

  const link = await playground.copyLinkWithCurves(1);
  const other = new Playground(await (await browser.newContext()).newPage());
  await other.page.goto(link);
  await other.page.getByRole('tab', { name: 'Runs' }).click();
  await expect(other.run(/GN/)).toContainText('from a link');
  await bring(other, setOf('the same', 3));
  const checks = other.page.getByRole('region', { name: 'Results from elsewhere' });
  await checks.getByRole('button', { name: 'Run it here' }).click();
  await expect(checks.getByText('identical', { exact: true })).toHaveCount(1, { timeout: 60_000 });
  await other.page.context().close();
});

test('looks a class up among 200, on a page that never scrolls sideways', async ({ playground, page }) => {
  const classes = Array.from({ length: 200 }, (_, i) => `species ${i + 1}`);
  const split = {
    images: Uint8Array.from({ length: 400 * 64 }, (_, i) => (i * 37 + Math.floor(i / 64) * 11) % 256),
    labels: Uint8Array.from({ length: 400 }, (_, i) => i % 200),
  };
  const counts = { train: 400, validation: 400, test: 400 };
  const spec = { id: 'species', name: 'Species', sha256: '', shape: [8, 8, 1] as const, classes, counts };
  const buffer = Buffer.from(npzOf(spec, { train: split, validation: split, test: split }));
  await playground.open(SETTINGS.replace('images=30', 'images=400').replace('batch=2', 'batch=50'));
  await bring(playground, { name: 'species.npz', mimeType: '', buffer });
  await playground.button('Train').click();
  await expect(playground.run(/GN/)).toContainText('finished', { timeout: 60_000 });
  await page.getByRole('tab', { name: 'Predictions' }).click();
  const matrix = page.getByRole('region', { name: 'Confusion matrix, drawn' });
  await expect(matrix).toBeVisible({ timeout: 30_000 });
  await page.getByLabel('Find a class').fill('Species 187');
  await expect(page.getByRole('region', { name: 'species 187' })).toContainText(/\d of 2 images recognized/);
  expect(await matrix.evaluate((box) => Math.min(box.scrollLeft, box.scrollTop))).toBeGreaterThan(3000);
  await page.locator('summary').filter({ hasText: 'As a table' }).click();
  const table = page.getByRole('table', { name: 'Confusion matrix' });
  await expect(table.getByRole('row')).toHaveCount(201);
  const numbers = await table.getByRole('button').allTextContents();
  expect(numbers.reduce((total, text) => total + Number(text), 0)).toBe(400);
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await page.setViewportSize({ width: 1280, height: 900 });
});

test('takes a folder that is dropped, and a folder that is chosen, for the same set', async ({
  playground,
  page,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'flowers-'));
  const entries = Object.entries(unzipSync(await readFile(fixture('folders.zip'))));
  for (const [path, bytes] of entries.filter(([name]) => !name.endsWith('/'))) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  await playground.open(SETTINGS);
  const dialog = page.getByRole('dialog', { name: 'Your images' });
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
  await expect(dialog).toContainText('42 images in 3 classes, 10 × 12 pixels');
  await expect(dialog).toContainText('36 for training, 0 for validation, 6 for testing');
  await playground.button('Use these images').click();
  await expect(page).toHaveURL(/data=flowers-/);
  const { hash } = new URL(page.url());

  await page.getByRole('button', { name: 'Your images …' }).first().click();
  await page.getByLabel('Folder of images').setInputFiles(folder);
  await playground.button('Use these images').click();
  await expect(dialog).toBeHidden();
  expect(new URL(page.url()).hash).toBe(hash);
  await rm(folder, { recursive: true });
});

test('fetches a well-known set from its publisher, or says which file to get and drop', async ({
  playground,
  page,
}) => {
  const asked: string[] = [];
  await page.route(/^https:/, async (route) => {
    const { hostname, pathname } = new URL(route.request().url());
    asked.push(hostname + pathname);
    if (hostname !== 'storage.googleapis.com') return route.abort();
    const file = fixture(pathname.split('/').at(-1) ?? '');
    return route.fulfill({ path: file, headers: { 'access-control-allow-origin': '*' } });
  });
  await playground.open(SETTINGS);
  await page.getByRole('button', { name: 'Your own images …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your images' });
  await dialog.getByText('Well-known sets').click();
  playground.expected.push(/cs\.toronto\.edu|ERR_FAILED/);
  await playground.button('CIFAR-10').click();
  await expect(dialog.getByRole('status')).toHaveText(
    /^CIFAR-10 cannot be fetched from its publisher by a page like this one \(.+\)\. Download cifar-10-binary\.tar\.gz from https:\/\/www\.cs\.toronto\.edu\/~kriz\/ and drop it here\.$/,
  );
  await playground.button('MNIST').click();
  await expect(dialog).toContainText('36 for training, 0 for validation, 6 for testing');
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('MNIST');
  const folder = 'storage.googleapis.com/cvdf-datasets/mnist';
  expect(asked.sort()).toEqual([
    `${folder}/t10k-images-idx3-ubyte.gz`,
    `${folder}/t10k-labels-idx1-ubyte.gz`,
    `${folder}/train-images-idx3-ubyte.gz`,
    `${folder}/train-labels-idx1-ubyte.gz`,
    'www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
  ]);
});
