/**
 * Runs as comma-separated values (RFC 4180) that pandas, R and a spreadsheet open without an option. One header line
 * and no comment lines, so what was trained stands in columns of its own, the same in every row. A mark at the start
 * says UTF-8, or Excel would show 'GN(32)+WS Â· seed 1'; pandas and Excel both swallow it.
 */
import type { RunResult } from '../results/runFile.ts';
import type { Experiment } from '../spec/experiment.ts';
import { FIELD_KEYS, type FieldKey } from '../spec/fields.ts';
import { specOf } from '../spec/usedData.ts';
import { type Cell, type Row, RUN_COLUMNS, runRow, testCells } from './runsTable.ts';

const UTF8_MARK = '\ufeff';

/**
 * A spreadsheet takes text that starts so for a formula, even in quotes, some of them behind blanks or of full width; an
 * apostrophe in front makes it text.
 */
const FORMULA = /^(?:[\t\r\n]|[\p{Z}\p{C}]*[=+\-@＝＋－＠])/u;

/** Infinity and NaN as pandas reads them; nothing where there is no value. */
function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell).replace('Infinity', 'inf');
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function table(columns: readonly string[], rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map((column) => cellText(row[column] ?? null)));
  return `${UTF8_MARK}${[columns, ...lines].map((line) => `${line.join(',')}\r\n`).join('')}`;
}

/** An epoch's `images` are those seen by its end, as in Keras-like tables; the setting gets a longer name. */
const fieldColumn = (key: FieldKey): string => (key === 'images' ? 'training_images' : key);

const EPOCH_COLUMNS = ['epoch', 'images', 'loss', 'acc', 'val_loss', 'val_acc'] as const;
const CURVE_COLUMNS = ['step', 'images', 'ms', 'loss', 'acc'] as const;
const TEST_COLUMNS = ['test_loss', 'test_acc', 'recalibrated_loss', 'recalibrated_acc'] as const;
/** Which images the column `data` stands for, and why it is not what was asked for. */
const DATA_COLUMNS = ['data_sha256', 'data_instead'] as const;
const FIELD_COLUMNS = FIELD_KEYS.map(fieldColumn);
const FIELD_COLUMNS_WITHOUT_SEED = FIELD_COLUMNS.filter((column) => column !== 'seed');

const fieldCells = (experiment: Experiment): Row =>
  Object.fromEntries(FIELD_KEYS.map((key) => [fieldColumn(key), experiment[key]]));

const aboutRun = (run: RunResult): Row => ({
  ...fieldCells(run.experiment),
  ...testCells(run),
  run: run.name,
  outcome: run.outcome.kind,
  forked_from: run.fork?.parent ?? null,
  data_sha256: specOf(run)?.sha256 ?? null,
  data_instead: run.data?.why ?? null,
});

/** A row an epoch: Keras's columns first, then the test score and the experiment. */
export function runCsv(run: RunResult): string {
  const about = aboutRun(run);
  const rows = run.history.map((result): Row => ({ ...about, ...result }));
  return table(
    [...EPOCH_COLUMNS, ...TEST_COLUMNS, 'run', 'outcome', 'forked_from', ...FIELD_COLUMNS, ...DATA_COLUMNS],
    rows,
  );
}

/** All runs, a row each. */
export const runsCsv = (runs: readonly RunResult[]): string =>
  table(
    RUN_COLUMNS.map(({ name }) => name),
    runs.map(runRow),
  );

/** All runs in one long table, a row an epoch; a run that ended before its first epoch has one row, without values. */
export function epochsCsv(runs: readonly RunResult[]): string {
  const rows = runs.flatMap((run): Row[] => {
    const about = aboutRun(run);
    return run.history.length === 0 ? [about] : run.history.map((result) => ({ ...about, ...result }));
  });
  const columns = [
    'run',
    'seed',
    ...FIELD_COLUMNS_WITHOUT_SEED,
    ...EPOCH_COLUMNS,
    ...TEST_COLUMNS,
    'outcome',
    ...DATA_COLUMNS,
  ];
  return table(columns, rows);
}

/** The training curve: a row a point, each the mean since the point before; `ms` is training time by then. */
export function curveCsv(run: RunResult): string {
  const rows = run.points.map((point): Row => ({ ...point, run: run.name, seed: run.experiment.seed }));
  return table([...CURVE_COLUMNS, 'run', 'seed'], rows);
}
