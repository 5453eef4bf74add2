import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { divergedRun, madeUpRun } from '../testing/madeUpRuns.ts';
import { runsParquet } from './parquet.ts';
import { RUN_COLUMNS, runRow } from './runsTable.ts';

describe('runsParquet', () => {
  it('has what the CSV has, with types', async () => {
    const runs = [
      madeUpRun({ eps: 0.01, network: 'conv8 gap' }, 0.8),
      divergedRun(),
      { ...divergedRun(), history: [{ ...finiteEpoch, val_loss: Number.POSITIVE_INFINITY }] },
    ];
    const file = runsParquet(runs).buffer;
    const rows = await parquetReadObjects({ file });
    expect(rows).toEqual(
      runs.map(runRow).map((row) => ({
        ...Object.fromEntries(RUN_COLUMNS.map(({ name }) => [name, row[name] ?? null])),
        eps: String(row.eps),
      })),
    );
    const { schema, created_by } = parquetMetadata(file);
    const types = Object.fromEntries(schema.map(({ name, type }) => [name, type]));
    expect(types).toMatchObject({ batch: 'INT32', lr: 'DOUBLE', norm: 'BYTE_ARRAY', eps: 'BYTE_ARRAY' });
    expect(created_by).toMatch(/^Norm Playground \d/);
  });

  it('is a table without rows where there are no runs', async () => {
    expect(await parquetReadObjects({ file: runsParquet([]).buffer })).toEqual([]);
  });
});

const finiteEpoch = { epoch: 1, images: 300, loss: 1, acc: 0.5, val_loss: 1, val_acc: 0.5 };
