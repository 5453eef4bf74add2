import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { zip } from '../../report/archive.ts';
import { runJson, runsJson } from '../../report/json.ts';
import { finishedRun } from '../../testing/madeUpRuns.ts';
import type { RunResult } from '../runFile.ts';
import { readSources, type Source } from './sources.ts';

const source = (name: string, content: string | Uint8Array<ArrayBuffer>): Source => ({
  name,
  blob: new Blob([content]),
});
const zipped = (files: Record<string, string | Uint8Array>, level: 0 | 9 = 9): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    zipSync(
      Object.fromEntries(
        Object.entries(files).map(([path, content]) => [
          path,
          typeof content === 'string' ? strToU8(content) : content,
        ]),
      ),
      { level },
    ),
  );

const read = (...sources: Source[]) => readAtMost(undefined, ...sources);

async function readAtMost(
  most: number | undefined,
  ...sources: Source[]
): Promise<{ results: RunResult[]; problems: readonly string[] }> {
  const results: RunResult[] = [];
  const { problems } = await readSources(sources, (result) => results.push(result), most);
  return { problems: problems.map(({ source, text }) => `${source}: ${text}`), results };
}
const [one, two] = [finishedRun(0.8), finishedRun(0.7, { seed: 2 })];

describe('readSources', () => {
  it('reads a run, a whole export, and archives that hold them', async () => {
    const { results, problems } = await read(
      source('one.json', runJson(one)),
      source('all.json', runsJson([one, two])),
      source('all.zip', zip({ 'runs.json': runsJson([two]), 'report.html': '<p>' })),
      source('stored.zip', zipped({ 'a/runs.json': runsJson([one]) }, 0)),
    );
    expect(problems).toEqual([]);
    expect(results).toEqual([one, one, two, two, one]);
  });

  it("reads all of an archive's files of runs, and none of what macOS leaves beside them", async () => {
    const { results, problems } = await read(
      source(
        'both.zip',
        zipped({
          '__MACOSX/._runs.json': '\u0000\u0005\u0016\u0007',
          '__MACOSX/a/runs.json': 'no',
          'a/runs.json': runsJson([one]),
          'b/runs.json': runsJson([two]),
          'c/runs.json': '{}',
        }),
      ),
    );
    expect(results).toEqual([one, two]);
    expect(problems).toEqual([
      'both.zip: c/runs.json: this is not a run file: it has no format and no experiment',
    ]);
  });

  it('names each file that it cannot read, and reads the others', async () => {
    const gone = source('gone.json', '{}');
    gone.blob.slice = () => {
      throw new Error('the file is not there any more');
    };
    const sources = [
      source('notes.txt', 'BN is worse'),
      source('package.json', '{"name":"x"}'),
      source('other.zip', zip({ 'a.txt': 'a' })),
      source('broken.zip', 'PK but not really'),
      source('empty.json', ''),
      source('one.json', runJson(one)),
      gone,
    ];
    const { results, problems } = await read(...sources);
    expect((await readSources(sources, () => undefined)).unread).toHaveLength(6);
    expect(results).toEqual([one]);
    expect(problems.map((problem) => problem.slice(0, 44))).toEqual([
      'notes.txt: this is not JSON. Runs are import',
      'package.json: this is not a run file: it has',
      'other.zip: this archive holds no runs.json',
      'broken.zip: the archive is damaged: pack or ',
      'empty.json: the file is empty',
      'gone.json: the file is not there any more',
    ]);
  });

  it('takes the NaN of earlier scripts for null, and says so', async () => {
    const text = runJson({ ...one, name: 'BN, loss NaN' }).replace(
      '"val_loss": [\n   0.75',
      '"val_loss": [\n   NaN',
    );
    const { results, problems } = await read(source('python.json', text));
    expect(results[0]?.history[0]?.val_loss).toBeNaN();
    expect(results[0]?.name).toBe('BN, loss NaN');
    expect(problems).toEqual([
      'python.json: NaN or Infinity, which JSON does not have, is read as null: the run diverged there',
    ]);
  });

  it('refuses by its size what is too large, before it is read', async () => {
    const never = () => {
      throw new Error('it was read');
    };
    const huge = (name: string, head: string, size: number): Source => {
      const blob = new Blob([head]);
      const start = blob.slice(0, 2);
      return {
        name,
        blob:
          Object.assign(blob, {
            text: never,
            slice: (_: number, to: number) => (to === 2 ? start : never()),
          }) && Object.defineProperty(blob, 'size', { value: size }),
      };
    };
    const { problems } = await read(huge('a.json', '{}', 3e9), huge('a.zip', 'PK', 3e9));
    expect(problems).toEqual([
      'a.json: 3,000 MB are more than the 100 MB that can be read',
      'a.zip: 3,000 MB are more than the 1,000 MB that can be read',
    ]);
  });

  it('unpacks only what is used, and stops at so many bytes in all', async () => {
    const bomb = new Uint8Array(6e6).fill(32);
    const most = 10e6;
    const beside = zipped({ 'weights.safetensors': new Uint8Array(12e6), 'runs.json': runsJson([one]) });
    expect(await readAtMost(most, source('beside.zip', beside))).toEqual({ results: [one], problems: [] });
    const { results, problems } = await readAtMost(
      most,
      source(
        'bombs.zip',
        zipped({ 'a/runs.json': bomb, 'b/runs.json': bomb, 'c/runs.json': runsJson([two]) }),
      ),
    );
    expect(results).toEqual([]);
    expect(problems.at(-1)).toBe(
      'bombs.zip: b/runs.json holds more than the 10 MB that are read of an archive',
    );
  });
});
