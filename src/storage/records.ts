/**
 * What lies in the database, and how it is read back: everything is checked, an older version is brought up to date
 * first, and what cannot be read is told from what is not there.
 *
 * A new field with a default needs no new version. A field that changes its meaning or its form does: raise VERSION
 * and add the step from the version before to MIGRATIONS.
 */
import * as z from 'zod/mini';
import { dataSpec } from '../spec/dataSets.ts';
import type { Experiment } from '../spec/experiment.ts';
import { readUsedData } from '../spec/readDataSpec.ts';
import type { UsedData } from '../spec/usedData.ts';
import { describeProblem, validateExperiment } from '../spec/validate.ts';
import { columnsOf, pointsOf } from '../training/columns.ts';
import type { Checkpoint, CurvePoint, Fork, Outcome, Progress, Sums } from '../training/events.ts';
import type { SavedExtent, SavedPage, SavedRun } from './archive.ts';

// Without this zod probes for `new Function`, which a strict Content-Security-Policy reports as an error.
z.config({ jitless: true });

const VERSION = 3;

type Loose = Record<string, unknown>;

/** The step from version n is MIGRATIONS[n - 1]. */
const MIGRATIONS: readonly ((record: Loose) => Loose)[] = [
  // Curves were lists of points.
  (record) => mapPart(mapPart(record, 'run', inColumns), 'checkpoint', inColumns),
  // Data sets were names.
  (record) => mapPart(mapPart(record, 'run', describedData), 'checkpoint', describedData),
];

const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

function mapPart(record: Loose, key: string, change: (part: Loose) => Loose): Loose {
  const part = record[key];
  return isLoose(part) ? { ...record, [key]: change(part) } : record;
}

function inColumns(part: Loose): Loose {
  const points = z.array(point).safeParse(part.points);
  return points.success ? { ...part, points: columnsOf(points.data) } : part;
}

function describedData({ data, ...part }: Loose): Loose {
  const { name, why } = isLoose(data) ? data : { name: data, why: undefined };
  const spec = typeof name === 'string' ? dataSpec(name) : undefined;
  return spec ? { ...part, data: { spec, ...(why !== undefined && { why }) } } : part;
}

/** Any double: the loss of a network that diverges is not a finite number. */
const float = z.custom<number>((value) => typeof value === 'number', 'not a number');
const count = z.int().check(z.nonnegative());

/** A run saved before a setting existed was trained under its default; a value that is unknown makes it unreadable. */
const experiment = z.pipe(
  z.record(z.string(), z.unknown()),
  z.transform((input, context): Experiment => {
    const { value, problems } = validateExperiment(input, undefined, { trained: true });
    for (const problem of problems) {
      context.issues.push({ code: 'custom', message: describeProblem(problem), input });
    }
    return value;
  }),
);

const usedData = z.pipe(
  z.unknown(),
  z.transform((input, context): UsedData => {
    const read = readUsedData(input);
    if (!('problem' in read)) return read;
    context.issues.push({ code: 'custom', message: read.problem, input });
    return z.NEVER;
  }),
);

const score = z.object({ loss: float, acc: float });
const point: z.ZodMiniType<CurvePoint> = z.object({
  images: count,
  step: count,
  ms: float,
  loss: float,
  acc: float,
});
const column = z.instanceof(Float64Array);
const curve = z.pipe(
  z
    .object({ images: column, step: column, ms: column, loss: column, acc: column })
    .check(
      z.refine((columns) => Object.values(columns).every(({ length }) => length === columns.images.length)),
    ),
  z.transform(pointsOf),
);
const epoch = z.object({
  epoch: count,
  images: count,
  loss: float,
  acc: float,
  val_loss: float,
  val_acc: float,
});
const sums: z.ZodMiniType<Sums> = z.object({ images: count, lossSum: float, correct: float });
const fork: z.ZodMiniType<Fork> = z.object({
  ...{ parent: z.string(), experiment, step: count, images: count },
  initialShare: z.exactOptional(float),
});

const retest = z.object({ test: score, validation: z.exactOptional(score), images: count });
const outcome: z.ZodMiniType<Outcome | { kind: 'interrupted' }> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('finished'),
    test: score,
    recalibrated: z.exactOptional(retest),
    retested: z.exactOptional(retest),
    weightsSha256: z.exactOptional(z.string()),
  }),
  z.object({ kind: z.literal('diverged'), step: count, message: z.string() }),
  z.object({ kind: z.literal('stopped') }),
  z.object({ kind: z.literal('interrupted') }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);

const progress: z.ZodMiniType<Progress> = z.object({
  phase: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('training') }),
    z.object({ kind: z.enum(['validating', 'testing', 'recalibrating']), done: count, total: count }),
  ]),
  step: count,
  totalSteps: count,
  epoch: count,
  images: count,
  totalImages: count,
  imagesPerSecond: float,
  secondsLeft: z.union([float, z.undefined()]),
});

const savedRun: z.ZodMiniType<SavedRun> = z.object({
  id: z.string(),
  experiment,
  name: z.string(),
  notes: z.string(),
  origin: z.enum(['here', 'link', 'file']),
  fork: z.optional(fork),
  colour: count,
  visible: z.boolean(),
  outcome,
  progress: z.optional(progress),
  points: curve,
  history: z.array(epoch),
  engine: z.optional(
    z.object({
      kind: z.enum(['wgsl', 'webgpu', 'webgl', 'wasm', 'cpu']),
      description: z.string(),
      timings: z.exactOptional(z.string()),
    }),
  ),
  data: z.optional(usedData),
  lossPrecision: z.optional(float),
});

const extent: z.ZodMiniType<SavedExtent> = z.object({ step: count, images: count });

export interface RunRow {
  /** The page whose run it is (tabs.ts). */
  readonly owner: string;
  /** When it was written, in Unix time. */
  readonly touchedMs: number;
  readonly removed: boolean;
  /** Of the checkpoint that is in the database; undefined where there is none. */
  readonly kept?: SavedExtent | undefined;
  readonly run: SavedRun;
}

const runRow: z.ZodMiniType<RunRow> = z.object({
  version: z.literal(VERSION),
  owner: z.string(),
  touchedMs: float,
  removed: z.boolean(),
  kept: z.optional(extent),
  run: savedRun,
});

export interface PageRow extends SavedPage {
  readonly owner: string;
  readonly touchedMs: number;
}

const pageRow: z.ZodMiniType<PageRow> = z.object({
  version: z.literal(VERSION),
  owner: z.string(),
  touchedMs: float,
  fragment: z.string(),
  order: z.array(z.string()),
});

const checkpointRow: z.ZodMiniType<{ checkpoint: Checkpoint }> = z.object({
  version: z.literal(VERSION),
  checkpoint: z.object({
    step: count,
    origin: z.exactOptional(z.object({ step: count, images: count })),
    inherited: z.exactOptional(z.object({ step: count, initialShare: float })),
    data: z.exactOptional(usedData),
    history: z.array(epoch),
    points: curve,
    epochSums: sums,
    windowSums: sums,
    trainedMs: float,
    parameters: z.map(z.string(), z.instanceof(Float32Array)),
  }),
});

const header = z.looseObject({ version: z.int().check(z.positive()) });

/** The record in today's form, or undefined if it is of a newer version or no record at all. */
function migrate(record: unknown): unknown {
  const parsed = header.safeParse(record);
  if (!parsed.success || parsed.data.version > VERSION) return undefined;
  let current: Record<string, unknown> = parsed.data;
  for (const step of MIGRATIONS.slice(parsed.data.version - 1)) current = step(current);
  return { ...current, version: VERSION };
}

/** @returns undefined for a record that cannot be read */
export const readRunRow = (record: unknown): RunRow | undefined => runRow.safeParse(migrate(record)).data;
export const readPageRow = (record: unknown): PageRow | undefined => pageRow.safeParse(migrate(record)).data;
export const readCheckpoint = (record: unknown): Checkpoint | undefined =>
  checkpointRow.safeParse(migrate(record)).data?.checkpoint;

/** Whose record it is, be it readable or not. */
export const ownerOf = (record: unknown): string | undefined =>
  z.looseObject({ owner: z.string() }).safeParse(record).data?.owner;

export const runRowOf = ({ run, ...row }: RunRow) => ({
  ...row,
  version: VERSION,
  run: { ...run, points: columnsOf(run.points) },
});
export const pageRowOf = (row: PageRow) => ({ ...row, version: VERSION });
export const checkpointRowOf = (checkpoint: Checkpoint) => ({
  version: VERSION,
  checkpoint: { ...checkpoint, points: columnsOf(checkpoint.points) },
});
