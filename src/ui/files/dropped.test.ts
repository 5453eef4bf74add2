import { describe, expect, it } from 'vitest';
import { runJson, runsJson } from '../../report/json.ts';
import { finishedRun } from '../../testing/madeUpRuns.ts';
import { sortBrought } from './dropped.ts';
import { describeAdded, describeProblems } from './words.ts';

const file = (path: string, text = '') => ({ path, blob: new Blob([text]) });
const run = runJson(finishedRun(0.8));
const BROKEN = run.slice(0, 30);

async function sorted(...files: ReturnType<typeof file>[]) {
  const { runs, folders, images } = await sortBrought(files);
  return {
    runs: runs.map(({ name }) => name),
    folders: folders.map(({ name, sources }) => [name, ...sources.map((source) => source.name)]),
    images: images.map(({ path }) => path),
  };
}

describe('sortBrought', () => {
  it('takes a sweep’s runs, damaged ones too, and leaves all else in its folder aside', async () => {
    const sweep = [
      file('out/runs/bn.batch-10.json', run),
      file('out/runs/bn.batch-2.json', BROKEN),
      file('out/runs.json', runsJson([finishedRun(0.8)])),
      file('out/results.json', '{"rows":[]}'),
      file('out/plan.json', '{"experiments":[{"norm":"batch"}]}'),
      file('out/accuracy-by-batch-size.svg', '<svg>'),
      file('out/checkpoints/bn.bin', '123'),
    ];
    const folder = ['out', 'out/runs/bn.batch-2.json', 'out/runs/bn.batch-10.json'];
    expect(await sorted(...sweep)).toEqual({ runs: [], folders: [folder], images: [] });
    // `runs` itself, dropped: its own name comes first.
    expect((await sorted(file('runs/b.json', BROKEN), file('runs/a.json', run))).folders).toEqual([
      ['runs', 'runs/a.json', 'runs/b.json'],
    ]);
  });

  it('takes run files that lie in any folder, among other files', async () => {
    const { folders, images } = await sorted(
      file('mine/a.json', run),
      file('mine/package.json', '{"name":"x"}'),
      file('mine/old/before-formats.json', '{"experiment": {"norm": "batch"}}'),
      file('mine/notes.txt'),
    );
    expect(folders).toEqual([['mine', 'mine/a.json', 'mine/old/before-formats.json']]);
    expect(images).toEqual([]);
  });

  it('knows a sweep that has finished nothing yet by its plan', async () => {
    expect(await sorted(file('out/plan.json', '{"format":"norm-playground/plan/1"}'))).toEqual({
      runs: [],
      folders: [['out']],
      images: [],
    });
  });

  it('knows a folder of images, whatever JSON lies in it', async () => {
    const images = ['shoes/train/boot/1.png', 'shoes/train/bag/1.png'];
    const brought = [...images.map((path) => file(path)), file('shoes/labels.json', '{"boot": 0}')];
    expect(await sorted(...brought, file('out/runs/a.json', run))).toEqual({
      runs: [],
      folders: [['out', 'out/runs/a.json']],
      images,
    });
  });

  it('leaves it to the reader to say what is wrong with single files, and with a folder of nothing but JSON', async () => {
    expect(await sorted(file('package.json', '{}'), file('1.png'), file('none/a.json', '{}'))).toEqual({
      runs: ['package.json', 'none/a.json'],
      folders: [],
      images: ['1.png'],
    });
  });
});

describe('what came of it', () => {
  it('counts, and says once what several files have alike', () => {
    const taken = { read: 37, added: 36, files: 40, unread: 3, folder: 'out' };
    expect(describeAdded(taken)).toBe('Imported 36 runs from out, 1 was there already.');
    expect(describeAdded({ ...taken, added: 0 })).toBe('Nothing new from out: 37 were there already.');
    const problems = ['a', 'b', 'c'].map((source) => ({
      source,
      text: source === 'b' ? 'odd' : 'this is not JSON',
    }));
    expect(describeProblems(problems, taken)).toBe(
      '3 of 40 files could not be imported. a (and 1 file more): this is not JSON. b: odd.',
    );
    expect(describeProblems(problems.slice(0, 1), { files: 1, unread: 1 })).toBe(
      'Not everything could be imported. a: this is not JSON.',
    );
  });

  it('counts the problems that it leaves out', () => {
    const problems = ['a', 'b', 'c', 'd', 'e'].map((source) => ({ source, text: `${source} is odd` }));
    const said = (count: number) => describeProblems(problems.slice(0, count), { files: 5, unread: count });
    expect(said(3)).toMatch(/c: c is odd\.$/);
    expect(said(4)).toMatch(/ And 1 more problem like this\.$/);
    expect(said(5)).toMatch(/ And 2 more problems like these\.$/);
  });
});
