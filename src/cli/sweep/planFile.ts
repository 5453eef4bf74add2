/**
 * A plan as a file, `plan.json` in a sweep's folder: every run with its key, and the table that they fill. Workers on
 * any machine read what is to be trained from it, and nothing else.
 */
import { z } from 'zod';
import { describeMistake, isFieldKey, validateExperiment } from '../../spec/validate.ts';
import { UsageError } from '../options.ts';
import { fileName, runKey } from './names.ts';
import { runsOf, type SweepPlan } from './plan.ts';

export const PLAN_FILE = 'plan.json';
const PLAN_FORMAT = 'norm-playground/plan/1';

/** A plan, and how its runs are trained and kept. */
export interface Planned {
  readonly plan: SweepPlan;
  /** Files of runs have a point an epoch, and there is none of all of them: for a repository. */
  readonly compact: boolean;
  /** A path to images of one's own that experiments name. */
  readonly ownData?: string | undefined;
}

const settings = z.record(z.string(), z.union([z.string(), z.number()]));
const schema = z.object({
  format: z.literal(PLAN_FORMAT),
  program: z.string(),
  compact: z.boolean(),
  data: z.string().optional(),
  columns: z.object({ setting: z.string(), values: z.array(z.union([z.string(), z.number()])) }),
  rates: z.array(z.number()),
  seeds: z.array(z.int()).min(1),
  rows: z.array(z.object({ name: z.string(), cells: z.array(settings) })),
  leftOut: z.array(z.string()),
  /** In the order in which they are to be trained. */
  runs: z.array(z.object({ key: z.string(), file: z.string(), experiment: settings })),
});

export function printPlan({ plan, compact, ownData }: Planned, program: string): string {
  const { columns, rates, seeds, rows, leftOut } = plan;
  const file: z.infer<typeof schema> = {
    format: PLAN_FORMAT,
    program,
    compact,
    ...(ownData !== undefined && { data: ownData }),
    columns: { setting: columns.setting, values: [...columns.values] },
    rates: [...rates],
    seeds: [...seeds],
    rows: rows.map(({ name, cells }) => ({ name, cells: cells.map((cell) => ({ ...cell })) })),
    leftOut: [...leftOut],
    runs: runsOf(plan).map((run) => ({
      key: runKey(run),
      file: `runs/${fileName(run)}.json`,
      experiment: { ...run },
    })),
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/**
 * @param path as a message names it
 * @param openData makes images of one's own known, whose path the plan has
 * @throws UsageError where it is not a plan of this program
 */
export async function readPlanFile(
  text: string,
  path: string,
  program: string,
  openData: (path: string) => Promise<unknown> = async () => undefined,
): Promise<Planned> {
  const wrong = (what: string): UsageError => new UsageError(`--out: ${path} is not a plan: ${what}`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw wrong((error as Error).message);
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw wrong(`${issue?.path.map(String).join('.') || 'format'} is not as expected`);
  }
  const { data: file } = parsed;
  if (file.program !== program)
    throw new UsageError(
      `--out: ${path} is a plan of another version (${file.program}; this is ${program}), whose numbers may differ in the last bits: finish it with that version, or take another folder`,
    );
  if (file.data !== undefined) await openData(file.data);
  const read = (cell: z.infer<typeof settings>) => {
    const { value, problems } = validateExperiment(cell);
    const [problem] = problems;
    if (problem) throw wrong(describeMistake(problem));
    return value;
  };
  const { setting, values } = file.columns;
  if (!isFieldKey(setting)) throw wrong(`columns.setting: '${setting}' is not a setting`);
  const plan: SweepPlan = {
    columns: { setting, values },
    rates: file.rates,
    seeds: file.seeds,
    rows: file.rows.map(({ name, cells }) => ({ name, cells: cells.map(read) })),
    leftOut: file.leftOut,
    order: file.runs.map(({ key }) => key),
  };
  return { plan, compact: file.compact, ownData: file.data };
}

/** Equal for what is trained alike, a run or, where its learning rate is still to be found, what will be one. */
function wantedBy(plan: SweepPlan): Set<string> {
  const cells = plan.rows.flatMap((row) => row.cells);
  const rates = plan.rates.length > 0 ? ` of ${plan.rates.join()}` : '';
  return new Set(
    cells.flatMap((cell) =>
      plan.seeds.map((seed) => `${runKey({ ...cell, seed, ...(rates && { lr: 0 }) })}${rates}`),
    ),
  );
}

/** Whether a plan asks for all that another one asks for. */
export function includes(plan: SweepPlan, other: SweepPlan): boolean {
  const wanted = wantedBy(plan);
  return [...wantedBy(other)].every((each) => wanted.has(each));
}
