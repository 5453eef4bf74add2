/** Our Parquet as pandas reads it, beside our CSV. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { pythonWith, runPython } from '../../scripts/python.ts';
import { divergedRun, madeUpRun } from '../testing/madeUpRuns.ts';
import { runsCsv } from './csv.ts';
import { runsParquet } from './parquet.ts';
import { runRow } from './runsTable.ts';

const python = pythonWith('pandas', 'pyarrow');

const PROGRAM = `
import json, sys
import pandas as pd
parquet, csv = pd.read_parquet(sys.argv[1]), pd.read_csv(sys.argv[2])
pd.testing.assert_frame_equal(parquet, csv, check_dtype=False, rtol=0, atol=0)
print(parquet.dtypes.astype(str).to_json())
print(json.dumps(parquet.astype(object).where(parquet.notna(), None).to_dict("records")))
`;

it.skipIf(!python)('pandas reads the same from it as from CSV, and no type is a guess', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parquet-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [parquet, csv] = ['runs.parquet', 'runs.csv'].map((name) => join(folder, name)) as [string, string];
  const runs = [
    madeUpRun({ eps: 0.01, lr: 0.0005 }, 0.8),
    madeUpRun({ norm: 'batch' }, 0.7, { name: 'BN, "quoted" · é' }),
    divergedRun({ seed: 999_999_999 }),
  ];
  writeFileSync(parquet, runsParquet(runs));
  writeFileSync(csv, runsCsv(runs));
  const [types, rows] = runPython(python as string, '-c', PROGRAM, parquet, csv)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(types).toMatchObject({ seed: 'int32', batch: 'int32', lr: 'float64', judged_acc: 'float64' });
  expect(rows).toEqual(runs.map(runRow).map((row) => ({ ...row, eps: String(row.eps) })));
});
