import { describe, expect, it } from 'vitest';
import { zip } from '../../report/archive.ts';
import { runJson, runsJson } from '../../report/json.ts';
import { DEFAULT_EXPERIMENT } from '../../spec/fields.ts';
import { newRun, resultOf } from '../../store/run.ts';
import { importSources, type Source } from './importFiles.ts';

const source = (name: string, content: string | Uint8Array): Source => ({
  name,
  bytes: async () => (typeof content === 'string' ? new TextEncoder().encode(content) : content),
});

const result = (seed: number) =>
  resultOf({
    ...newRun('a', { ...DEFAULT_EXPERIMENT, seed }, 0, `GN · seed ${seed}`),
    points: [{ images: 2, step: 1, ms: 4, loss: 2, acc: 0.5 }],
    status: { kind: 'finished', test: { loss: 0.5, acc: 0.8 } },
  });
const [one, two] = [result(1), result(2)];

describe('importSources', () => {
  it('reads a run, a whole export, and an archive that holds one', async () => {
    const files = [
      source('one.json', runJson(one)),
      source('all.json', runsJson([one, two])),
      source('all.zip', zip({ 'runs.json': runsJson([two]), 'report.html': '<p>' })),
    ];
    const { results, problems } = await importSources(files);
    expect(problems).toEqual([]);
    expect(results).toEqual([one, one, two, two]);
  });

  it('names each file that it cannot read, and reads the others', async () => {
    const files = [
      source('notes.txt', 'BN is worse'),
      source('package.json', '{"name":"x"}'),
      source('other.zip', zip({ 'a.txt': 'a' })),
      source('broken.zip', new TextEncoder().encode('PK but not really')),
      source('empty.json', ''),
      source('one.json', runJson(one)),
      { name: 'gone.json', bytes: async () => Promise.reject(new Error('the file is not there any more')) },
    ];
    const { results, problems } = await importSources(files);
    expect(results).toEqual([one]);
    expect(problems.map((problem) => problem.slice(0, 44))).toEqual([
      'notes.txt: this is not JSON. Runs are import',
      'package.json: this is not a run file: it has',
      'other.zip: this archive holds no runs.json',
      expect.stringMatching(/^broken\.zip: /),
      'empty.json: the file is empty',
      'gone.json: the file is not there any more',
    ]);
  });
});
