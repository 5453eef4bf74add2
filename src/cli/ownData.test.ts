import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeOwnImages } from '../testing/sweeps.ts';
import { readExperiments } from './options.ts';
import { openOwnData } from './ownData.ts';

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
