/** All runs as Parquet, a row a run: every column has its type, which pandas, DuckDB and Arrow read without guessing. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { RunResult } from '../results/runFile.ts';
import { type Cell, type Column, RUN_COLUMNS, runRow } from './runsTable.ts';
import { PROGRAM, VERSION } from './version.ts';

const TYPES = { text: 'STRING', integer: 'INT32', number: 'DOUBLE' } as const;

/** A setting that is a number or a word is text. */
const cellOf = (cell: Cell | undefined, { type }: Column): Cell =>
  cell === undefined || cell === null ? null : type === 'text' ? String(cell) : cell;

export function runsParquet(runs: readonly RunResult[]): Uint8Array<ArrayBuffer> {
  const rows = runs.map(runRow);
  const bytes = parquetWriteBuffer({
    columnData: RUN_COLUMNS.map((column) => ({
      name: column.name,
      type: TYPES[column.type],
      data: rows.map((row) => cellOf(row[column.name], column)),
    })),
    createdBy: `${PROGRAM} ${VERSION}`,
  });
  return new Uint8Array(bytes);
}
