/** Placeholder with the agreed types. */
import type { RunResult } from '../results/runFile.ts';

export interface ReportTable {
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly name: string;
    readonly cells: readonly { readonly value: string; readonly n: number; readonly published?: string }[];
  }[];
}

export interface ReportInput {
  readonly title: string;
  readonly intro: readonly string[];
  readonly table?: ReportTable;
  readonly verdicts: readonly string[];
  readonly runs: readonly RunResult[];
  readonly environment: readonly (readonly [label: string, value: string])[];
  readonly date: Date;
  readonly explanation?: readonly string[];
}

export const renderReport = async (input: ReportInput): Promise<string> =>
  `<pre>${JSON.stringify({ ...input, runs: input.runs.length }, null, 1)}</pre>`;
