/** What the page says beside its verdict on these runs, and its report with it. */
import { cautionsOf } from '../report/cautions.ts';
import { type RunRecord, resultOf } from '../store/run.ts';

export const pageCautions = (runs: readonly RunRecord[]): string[] => cautionsOf(runs.map(resultOf));
