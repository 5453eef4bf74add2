import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeOwnImages } from '../testing/sweeps.ts';
import { readExperiments } from './options.ts';
import { openOwnData, readOwnData } from './ownData.ts';

it('trains on as many images as a link says, and on all there are where it asks for more', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'norm-playground-'));
  const data = await writeOwnImages(folder);
  const imagesOf = async (link: string) =>
    readExperiments((await openOwnData(new Map(Object.entries({ link, data })))).pairs).map(
      ({ images }) => images,
    );
  expect(await imagesOf('#v=1&images=100&run=images:200')).toEqual([100, 200]);
  // Another set, for one is known by its images.
  await writeFile(data, (await readFile(data, 'utf8')).split('\n').slice(0, -20).join('\n'));
  expect(await imagesOf('#v=1&norm=batch')).toEqual([200]);
  await rm(folder, { recursive: true });
});

it('follows links in a folder, and does not walk in circles', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'norm-playground-'));
  const data = await writeOwnImages(folder);
  const rows = (await readFile(data, 'utf8')).split('\n').slice(0, -40);
  await writeFile(data, rows.join('\n'));
  const linked = join(folder, 'linked');
  await mkdir(linked);
  await symlink(data, join(linked, 'own.csv'));
  await symlink(linked, join(linked, 'again'));
  await symlink(join(folder, 'gone'), join(linked, 'broken'));
  const { train, validation, test } = (await readOwnData(linked)).spec.counts;
  expect(train + validation + test).toBe(rows.length - 1);
  await rm(folder, { recursive: true });
});
