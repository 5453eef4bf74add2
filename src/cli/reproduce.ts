/**
 * `npm run reproduce -- --out DIR [--budget quick|full] [--seeds N]`: the original study's table, trained here, beside
 * the published figures, and what its code really did; DIR/report.html has it with curves and verdicts, as far as it is
 * trained. A sweep: Ctrl-C stops, the same command goes on; with the full budget files of runs are small, for a
 * repository. Other settings can be given as for `npm run train`; cells that are no longer the study's have no figure
 * beside. `--publish public/study.json` writes the file that the page's Learn tab quotes.
 */
import { join } from 'node:path';
import { renderReport } from '../report/report.ts';
import type { StudyFile } from '../results/studyFile.ts';
import { STUDY } from '../spec/study.ts';
import { listenForInterrupt, runCommand } from './command.ts';
import { FIELD_OPTIONS, readExperiments, readPairs, UsageError } from './options.ts';
import { describeConclusions } from './sweep/conclusions.ts';
import { trainHere } from './sweep/here.ts';
import { readOut, readWorkforce, SWEEP_OPTIONS } from './sweep/options.ts';
import { readSeeds } from './sweep/plan.ts';
import { printStudyFile, toStudyFile } from './sweep/publish.ts';
import { describeStudy, studyPlan, studyReport } from './sweep/study.ts';
import { exitCode, Sweep, type SweepEnd } from './sweep/sweep.ts';
import { readTensorBoard } from './tensorBoard.ts';
import { checkWritable, writeWhole } from './writeWhole.ts';

/** The table has these, or counts them. */
const FIXED: readonly string[] = ['norm', 'weights', 'batch', 'repeats'];
const FIELDS = FIELD_OPTIONS.filter((key) => !FIXED.includes(key));
const DEFAULT_SEEDS = '3';

type Budget = keyof typeof STUDY.budgets;

function readBudget(pairs: ReadonlyMap<string, string>): Budget {
  const text = pairs.get('budget') ?? 'quick';
  if (text === 'quick' || text === 'full') return text;
  throw new UsageError(`--budget: '${text}' is not quick or full`);
}

/** The page quotes the study's own table. @returns the file to write, perhaps in the folder of results @throws UsageError */
function readPublish(pairs: ReadonlyMap<string, string>): string | undefined {
  const file = pairs.get('publish');
  const [other] = file === undefined ? [] : FIELDS.filter((key) => key !== 'seed' && pairs.has(key));
  if (other)
    throw new UsageError(`--publish: only the study's own settings are published, leave --${other} away`);
  return file;
}

async function main(args: readonly string[]): Promise<number> {
  const pairs = readPairs(args, [...FIELDS, 'budget', 'seeds', 'publish', ...SWEEP_OPTIONS]);
  const budget = readBudget(pairs);
  const publish = readPublish(pairs);
  const { images, epochs } = STUDY.budgets[budget];
  const given = new Map([['images', String(images)], ['epochs', String(epochs)], ...pairs]);
  const [base] = readExperiments(given);
  if (!base) throw new Error('there is a default experiment');
  const seeds = readSeeds(new Map([['seeds', DEFAULT_SEEDS], ...pairs]), [base]);
  const workforce = readWorkforce(pairs);
  const full = budget === 'full';
  const planned = { plan: studyPlan(base, seeds, full), compact: full };
  const tensorBoard = await readTensorBoard(pairs);
  const folder = await readOut(pairs);
  if (publish !== undefined) await checkWritable('publish', publish);
  await folder.plan(planned);
  const end = await Sweep.run({
    planned,
    folder,
    crew: trainHere(folder, workforce, { tensorBoard, retestAlways: full }),
    timed: true,
    tensorBoard,
    interrupt: listenForInterrupt(),
    out: process.stderr,
    ...(!full && { alternative: { name: 'full', ...STUDY.budgets.full } }),
  });
  process.stdout.write(`${describeStudy(end.board)}\n`);
  const options = [...pairs]
    .filter(([name]) => name !== 'out' && name !== 'publish')
    .map(([name, value]) => `--${name} ${value}`);
  const command = ['npm run reproduce --', ...options, '--out DIR'].join(' ');
  await folder.write(
    'report.html',
    await renderReport(studyReport(end.board, end.workforce, command, new Date())),
  );
  if (full) await folder.write('conclusions.md', describeConclusions(end.board, new Date()));
  process.stdout.write(`wrote ${join(folder.path, 'report.html')}${full ? ' and conclusions.md' : ''}\n`);
  if (publish !== undefined)
    process.stdout.write(`${await publishStudy(publish, end, { name: budget, images, epochs })}\n`);
  return exitCode(end);
}

/**
 * The full budget takes many hours: its table is published as far as it is, and says so in each cell.
 * @returns what became of the file, for a person
 */
async function publishStudy(file: string, { board }: SweepEnd, budget: StudyFile['budget']): Promise<string> {
  const done = board.results.size;
  if (done === 0 || (budget.name === 'quick' && done < board.total))
    return `${file} is as it was: ${done} of ${board.total} runs are done`;
  await writeWhole(file, printStudyFile(toStudyFile(board, budget, new Date())));
  return `wrote ${file}`;
}

await runCommand(main);
