/**
 * The original study's table as it was trained here, in one file: `npm run reproduce -- --publish` writes it, the page's
 * Learn tab reads it. Accuracies as fractions, one a seed, so that means and deviations are worked out where they are
 * shown. Fields are added, never given another meaning.
 */
import * as z from 'zod/mini';
import { FIELDS } from '../spec/fields.ts';
import { type Method, methodKey } from '../spec/matrix.ts';

// Without this zod probes for `new Function`, which a strict Content-Security-Policy reports as an error.
z.config({ jitless: true });

export const STUDY_FILE_FORMAT = 'norm-playground/study/1';

const MOST_CELLS = 100;
const MOST_SEEDS = 100;

const words = z.string().check(z.minLength(1), z.maxLength(200));
const within = ({ min, max }: { readonly min: number; readonly max: number }) =>
  z.int().check(z.minimum(min), z.maximum(max));
const accuracies = z.array(z.number().check(z.minimum(0), z.maximum(1))).check(z.maxLength(MOST_SEEDS));
const seeds = z.array(within(FIELDS.seed)).check(z.maxLength(MOST_SEEDS));

const cellSchema = z
  .object({
    norm: z.enum(FIELDS.norm.values),
    weights: z.enum(FIELDS.weights.values),
    batch: within(FIELDS.batch),
    /** Those that finished so far. */
    seeds,
    /** After the last epoch, a value a seed. */
    test: accuracies,
    /** The test with recalibrated statistics, a value a seed, where moving ones had not settled. */
    recalibrated: z.exactOptional(accuracies),
    /** Validation accuracy after the last epoch, a value a seed. */
    validation: accuracies,
    /** How many further seeds diverged. */
    diverged: z.int().check(z.minimum(0), z.maximum(MOST_SEEDS)),
  })
  .check(
    z.refine(
      ({ seeds, test, validation, recalibrated = test }) =>
        [test, validation, recalibrated].every(({ length }) => length === seeds.length),
      'an accuracy for each seed',
    ),
  );

const studyFileSchema = z.object({
  format: z.literal(STUDY_FILE_FORMAT),
  /** When the file was written; a sweep that was resumed may have runs of earlier days. */
  date: z.iso.datetime(),
  budget: z.object({
    name: z.enum(['quick', 'full']),
    images: within(FIELDS.images),
    epochs: within(FIELDS.epochs),
  }),
  /** Those that a cell has when it is whole. */
  seeds,
  /** 'AMD EPYC, 2 cores, 23.5 GB memory, linux x64', several with semicolons. */
  machine: z.string().check(z.minLength(1), z.maxLength(1000)),
  engines: z.array(words).check(z.minLength(1), z.maxLength(10)),
  cells: z.array(cellSchema).check(z.minLength(1), z.maxLength(MOST_CELLS)),
});

export type StudyFile = z.infer<typeof studyFileSchema>;
export type StudyCell = StudyFile['cells'][number];

/** @param input parsed JSON of any kind @returns the file, or the first thing that is wrong with it; never throws */
export function readStudyFile(input: unknown): { readonly file: StudyFile } | { readonly problem: string } {
  const parsed = studyFileSchema.safeParse(input);
  if (parsed.success) return { file: parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue && issue.path.length > 0 ? issue.path.map(String).join('.') : 'the whole file';
  return { problem: `${where} is not what this page expects` };
}

export const studyCell = (
  { cells }: Pick<StudyFile, 'cells'>,
  method: Method,
  batch: number,
): StudyCell | undefined =>
  cells.find((cell) => cell.batch === batch && methodKey(cell) === methodKey(method));
