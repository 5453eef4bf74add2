/** Runs as JSON, in the formats that the page imports. */
import { RUNS_FILE_FORMAT, type RunFile, type RunResult, toRunFile } from '../results/runFile.ts';

/** Several runs in one file; each is a whole RunFile. */
export interface RunsFile {
  readonly format: typeof RUNS_FILE_FORMAT;
  readonly runs: readonly RunFile[];
}

export const runJson = (run: RunResult): string => `${JSON.stringify(toRunFile(run), null, 1)}\n`;

export function runsJson(runs: readonly RunResult[]): string {
  const file: RunsFile = { format: RUNS_FILE_FORMAT, runs: runs.map(toRunFile) };
  return `${JSON.stringify(file, null, 1)}\n`;
}
