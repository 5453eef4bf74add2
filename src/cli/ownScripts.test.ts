/** The exported scripts on a set that a visitor brought: they read the .npz that the page saves, and train on it. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { pythonWith, runPython } from '../../scripts/python.ts';
import { npzOf } from '../import/npz.ts';
import { kerasScript } from '../report/scripts/keras.ts';
import { pytorchScript } from '../report/scripts/pytorch.ts';
import type { DataSpec, Split } from '../spec/dataSpec.ts';
import { DEFAULT_EXPERIMENT } from '../spec/fields.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'own-scripts-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const SPEC: DataSpec = {
  id: 'shapes-12345678',
  name: 'Anna\'s "shapes"',
  sha256: '12345678'.repeat(8),
  shape: [10, 12, 3],
  classes: ['cross', 'blob', 'blob'],
  counts: { train: 30, validation: 6, test: 9 },
};
/** A class is bright in its own third. */
const splitOf = (split: Split) => {
  const labels = Uint8Array.from({ length: SPEC.counts[split] }, (_, i) => i % 3);
  const images = new Uint8Array(labels.length * 360).map((_, i) => {
    const label = labels[Math.floor(i / 360)] ?? 0;
    return (Math.floor((i % 360) / 120) === label ? 180 : 20) + ((i * 31) % 50);
  });
  return { images, labels };
};
const npz = join(FOLDER, 'shapes.npz');
writeFileSync(
  npz,
  npzOf(SPEC, { train: splitOf('train'), validation: splitOf('validation'), test: splitOf('test') }),
);

const numpy = pythonWith('numpy');
const torch = pythonWith('torch', 'numpy');
process.env.KERAS_BACKEND ??= 'torch';
const keras = torch && pythonWith('keras', 'torch', 'numpy');
const settings = {
  ...DEFAULT_EXPERIMENT,
  network: 'small-cnn',
  images: 30,
  batch: 5,
  epochs: 3,
  groups: 4,
} as const;

function run(python: string, name: string, script: string): string {
  writeFileSync(join(FOLDER, name), script);
  return runPython(python, join(FOLDER, name), npz, '--json', join(FOLDER, `${name}.json`));
}
const runIn = (name: string) => JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));

for (const norm of ['batch', 'group'] as const)
  it.skipIf(!torch)(`PyTorch's trains ${norm} norm on it`, { timeout: 60_000 }, () => {
    const said = run(torch as string, 'with-torch.py', pytorchScript({ ...settings, norm }, SPEC));
    expect(said).toMatch(/\nepoch 3: loss /);
    expect(runIn('with-torch.py')).toMatchObject({ outcome: 'finished', epochs: { images: [30, 60, 90] } });
  });

for (const norm of ['batch', 'group'] as const)
  it.skipIf(!keras)(`Keras's trains ${norm} norm on it`, { timeout: 120_000 }, () => {
    const said = run(keras as string, 'with-real-keras.py', kerasScript({ ...settings, norm }, SPEC));
    expect(said).toMatch(/\nepoch 3: loss /);
    expect(runIn('with-real-keras.py')).toMatchObject({ outcome: 'finished' });
  });

it.skipIf(!numpy)("Keras's reads it where there is no Keras", { timeout: 60_000 }, () => {
  copyFileSync(
    fileURLToPath(new URL('../report/scripts/numpyKeras.py', import.meta.url)),
    join(FOLDER, 'keras.py'),
  );
  const said = run(numpy as string, 'with-keras.py', kerasScript({ ...settings, norm: 'group' }, SPEC));
  expect(said).toMatch(/\nepoch 3: loss /);
});
