import { expect, it } from 'vitest';
import { toRunFile } from '../results/runFile.ts';
import { madeUpRun } from '../testing/madeUpRuns.ts';
import { runJson, runsJson } from './json.ts';

const RUNS = [madeUpRun({ seed: 1 }, 0.8), madeUpRun({ seed: 2 }, 0.7, { notes: 'second' })] as const;

it('writes a run as its file, and several as a list of such files', () => {
  expect(JSON.parse(runJson(RUNS[0]))).toEqual(toRunFile(RUNS[0]));
  expect(JSON.parse(runsJson(RUNS))).toEqual({ format: 'norm-playground/runs/1', runs: RUNS.map(toRunFile) });
});
