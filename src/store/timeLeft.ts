/**
 * Times on the visitor's clock. A run measures its own work only, and the worker interleaves runs by images
 * seen, so a run's own seconds left are too few as soon as others train beside it.
 */
import { isActive, type RunRecord } from './run.ts';

const imagesLeft = ({ progress }: RunRecord): number =>
  progress ? Math.max(0, progress.totalImages - progress.images) : 0;

/**
 * Seconds until the run ends: its own work, and the share of the others' that is done meanwhile, which is as
 * many images as this run has left. Undefined until every run concerned was measured.
 */
export function secondsLeft(run: RunRecord, runs: readonly RunRecord[]): number | undefined {
  let sum = 0;
  for (const other of runs.filter(isActive)) {
    const own = other.progress?.secondsLeft;
    if (own === undefined) return undefined;
    const left = imagesLeft(other);
    const share = other === run || left === 0 ? 1 : Math.min(1, imagesLeft(run) / left);
    sum += own * share;
  }
  return sum;
}

/** Seconds until the last active run ends. */
export function totalSecondsLeft(runs: readonly RunRecord[]): number | undefined {
  const active = runs.filter(isActive);
  if (active.length === 0 || active.some((run) => run.progress?.secondsLeft === undefined)) return undefined;
  return active.reduce((sum, run) => sum + (run.progress?.secondsLeft ?? 0), 0);
}

/** Images a second over all runs that train, taking turns image by image; 0 until measured. */
export function throughput(runs: readonly RunRecord[]): number {
  const speeds = runs.filter(isActive).map((run) => run.progress?.imagesPerSecond ?? 0);
  const measured = speeds.filter((speed) => speed > 0);
  if (measured.length === 0) return 0;
  return measured.length / measured.reduce((sum, speed) => sum + 1 / speed, 0);
}
