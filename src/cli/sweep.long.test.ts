/** Sweeps that share a folder, find it full, and search learning rates. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pythonWith, runPython } from '../../scripts/python.ts';
import { sweep, writeOwnImages } from '../testing/sweeps.ts';
import type { CellSummary } from './sweep/summary.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));

interface NotebookCell {
  readonly cell_type: string;
  readonly source: readonly string[];
}

let folder: string;
let data: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'norm-playground-'));
  data = await writeOwnImages(folder);
});
afterAll(() => rm(folder, { recursive: true }));

it('shares its runs with another sweep into the same folder', async () => {
  const out = join(folder, 'shared');
  const options = `--methods bn,gn --batch 5 --seeds 3 --network mlp --images 200 --epochs 4 --data ${data} --processes 1 --out ${out}`;
  const both = await Promise.all([sweep(options), sweep(options)]);
  for (const { code, said } of both) {
    expect(said).toMatch(/GN\(32\) +\d+\.\d ± \d+\.\d % n=3/);
    expect(code).toBe(0);
  }
  const trained = both.map(({ said }) => said.match(/seed \d: (raw )?test accuracy/g)?.length ?? 0);
  expect(trained.reduce((a, b) => a + b)).toBe(6);
  expect(await readdir(join(out, 'claims'))).toEqual([]);
}, 120_000);

it('ends with its table and exit code 1 where files cannot be written', async () => {
  const out = join(folder, 'full');
  const options = `--methods bn,gn --batch 50 --network mlp --images 100 --epochs 1 --data ${data} --processes 2 --threads 1 --out ${out}`;
  // A folder in a file's place, as nothing stops root from writing.
  await mkdir(join(out, 'runs.json'), { recursive: true });
  const told = await sweep(options);
  expect(told.said).toMatch(
    /\nruns\.json could not be written: .*\nMake room in .*: the same command goes on/,
  );
  expect(told.said).toContain('n=1');
  expect(told.code).toBe(1);
  // A folder in which not even root writes.
  await rm(join(out, 'runs'), { recursive: true });
  await symlink('/proc/self/fdinfo', join(out, 'runs'));
  const stopped = await sweep(options);
  expect(stopped.said).toMatch(/the result of (BN|GN\(32\)), batch 50, seed 1 could not be written: /);
  expect(stopped.said).toContain('n=1');
  expect(stopped.code).toBe(1);
}, 120_000);

it('searches each cell’s learning rate, and draws accuracy against batch size', async () => {
  const out = join(folder, 'sizes');
  const options = `--methods bn,gn --rates 0.001,0.01 --seeds 2 --data ${data} --network mlp --images 100 --epochs 1`;
  const { code, said } = await sweep(`${options} --batch 10,50 --processes 1 --out ${out}`);
  expect(code).toBe(0);
  expect(said).toContain(
    'Each at the learning rate that did best on the validation images, of 0.001 and 0.01',
  );
  expect(said).toMatch(/GN\(32\) +\d+\.\d ± \d+\.\d % n=2 at 0\.0/);
  const { cells } = JSON.parse(await readFile(join(out, 'results.json'), 'utf8'));
  for (const { n, experiment, rates } of cells as CellSummary[]) {
    expect(n).toBe(2);
    const best = rates?.toSorted((a, b) => (b.accuracy ?? 0) - (a.accuracy ?? 0))[0];
    expect(best).toMatchObject({ rate: experiment.lr, accuracy: expect.any(Number) });
  }
  expect(await readdir(join(out, 'runs'))).toHaveLength(12);
  const svg = await readFile(join(out, 'accuracy-by-batch-size.svg'), 'utf8');
  for (const text of ['>BN<', '>GN(32)<', '>10<', '>50<', 'batch size (log scale)', 'test accuracy, %'])
    expect(svg).toContain(text);
  // The examples draw the same from the table of runs.
  const picture = join(folder, 'example.svg');
  const table = execFileSync(process.execPath, [join(EXAMPLES, 'batchSize.mjs'), out, picture], {
    encoding: 'utf8',
  });
  expect(table).toContain(`wrote ${picture}`);
  for (const text of ['BN, learning rate 0.01', 'GN(32), learning rate 0.001', 'batch size'])
    expect(await readFile(picture, 'utf8')).toContain(text);
  const python = pythonWith('pandas', 'pyarrow', 'scipy', 'matplotlib');
  if (python) {
    const { cells: parts } = JSON.parse(await readFile(join(EXAMPLES, 'batchSize.ipynb'), 'utf8'));
    const code = (parts as NotebookCell[]).filter(({ cell_type }) => cell_type === 'code');
    const program = [
      `import os; os.environ.update(SWEEP=${JSON.stringify(out)}, MPLBACKEND="agg")`,
      ...code.map(({ source }) => source.join('')),
      'print(len(cells), axes.get_legend_handles_labels()[1])',
    ].join('\n');
    expect(runPython(python, '-c', program)).toMatch(/^8 \['BN, 0.001', 'BN, 0.01', /);
  }
  expect(svg).toMatch(/<title>Test accuracy by batch size\. BN: .* at batch 10, .* at batch 50\./);
}, 120_000);
