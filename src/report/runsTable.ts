/** All runs as one table, a row a run: what CSV and Parquet both have, under the keys of a link and the names of a run's file. */
import { judgedTest } from '../results/judged.ts';
import type { RunResult } from '../results/runFile.ts';
import { methodName } from '../spec/describe.ts';
import { FIELD_KEYS, FIELDS, type Field, type FieldKey } from '../spec/fields.ts';
import { specOf } from '../spec/usedData.ts';

export type Cell = string | number | null;
/** Cells by the name of their column; what is left out has no value. */
export type Row = Readonly<Record<string, Cell>>;

export interface Column {
  readonly name: string;
  readonly type: 'text' | 'integer' | 'number';
}

const columns = (type: Column['type'], ...names: readonly string[]): Column[] =>
  names.map((name) => ({ name, type }));

/** Of a run, `engine` is the one that it was on, and there are no repeats. */
const SETTINGS = FIELD_KEYS.filter((key) => key !== 'repeats' && key !== 'engine');

function settingType(field: Field): Column['type'] {
  if (field.kind === 'choice' || field.words) return 'text';
  return field.integer ? 'integer' : 'number';
}

export const RUN_COLUMNS: readonly Column[] = [
  ...columns('text', 'run', 'method'),
  ...SETTINGS.map((key: FieldKey): Column => ({ name: key, type: settingType(FIELDS[key]) })),
  ...columns('text', 'outcome'),
  ...columns('integer', 'diverged_at'),
  // As the page judges a run: recalibrated where moving statistics had not settled.
  ...columns('number', 'judged_acc', 'test_acc', 'test_loss', 'recalibrated_acc', 'recalibrated_loss'),
  // Of the last epoch, and with recalibrated statistics.
  ...columns('number', 'val_acc', 'val_loss', 'recalibrated_val_acc', 'recalibrated_val_loss', 'seconds'),
  ...columns('text', 'engine', 'machine', 'weights_sha256', 'data_sha256', 'data_instead', 'forked_from'),
];

export function runRow(run: RunResult): Row {
  const { experiment, outcome, fork, data } = run;
  const last = run.history.at(-1);
  const again = outcome.kind === 'finished' ? outcome.recalibrated?.validation : undefined;
  return {
    ...Object.fromEntries(SETTINGS.map((key) => [key, experiment[key]])),
    ...testCells(run),
    run: run.name,
    method: methodName(experiment),
    outcome: outcome.kind,
    diverged_at: outcome.kind === 'diverged' ? outcome.step : null,
    judged_acc: judgedAccuracy(run),
    val_acc: last?.val_acc ?? null,
    val_loss: last?.val_loss ?? null,
    recalibrated_val_acc: again?.acc ?? null,
    recalibrated_val_loss: again?.loss ?? null,
    seconds: run.seconds,
    engine: run.engine,
    machine: run.machine ?? null,
    weights_sha256: run.weightsSha256,
    data_sha256: specOf(run)?.sha256 ?? null,
    data_instead: data?.why ?? null,
    forked_from: fork?.parent ?? null,
  };
}

export function testCells({ outcome }: RunResult): Row {
  const { test, recalibrated } = outcome.kind === 'finished' ? outcome : {};
  return {
    test_loss: test?.loss ?? null,
    test_acc: test?.acc ?? null,
    recalibrated_loss: recalibrated?.test.loss ?? null,
    recalibrated_acc: recalibrated?.test.acc ?? null,
  };
}

function judgedAccuracy(run: RunResult): number | null {
  if (run.outcome.kind !== 'finished') return null;
  const judged = judgedTest(run, run.outcome);
  return judged.kind === 'unsettled' ? null : judged.accuracy;
}
