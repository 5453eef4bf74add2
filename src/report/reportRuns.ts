/** A report's runs, one by one: what all of them share, a line each, and the commands that train them again. */

import { groupRuns } from '../results/groups.ts';
import { judgedTest } from '../results/judged.ts';
import type { RunResult } from '../results/runFile.ts';
import { BUILT_IN } from '../spec/dataSets.ts';
import { describeValue, methodName } from '../spec/describe.ts';
import type { Experiment } from '../spec/experiment.ts';
import {
  DEFAULT_EXPERIMENT,
  FIELD_KEYS,
  FIELDS,
  type Field,
  type FieldKey,
  writeValue,
} from '../spec/fields.ts';
import { grouped, percent, timeTaken } from '../spec/numbers.ts';
import { escapeText } from './markup.ts';

/** Said by the method's column, or of no account for what is trained. */
const NOT_LISTED: readonly FieldKey[] = ['norm', 'groups', 'weights', 'seed', 'repeats', 'engine'];
/** Enough of a hash to tell runs apart; all of it is in the title. */
const HASH_DIGITS = 16;

/** As the page has it, but a network's text in full. */
function valueText(experiment: Experiment, key: FieldKey): string {
  const field: Field = FIELDS[key];
  if (field.kind === 'number') return describeValue(experiment, key);
  return field.names[experiment[key]] ?? String(experiment[key]);
}

const isShared = (runs: readonly RunResult[], key: FieldKey): boolean =>
  new Set(runs.map(({ experiment }) => experiment[key])).size <= 1;

/** The settings in which all runs are alike, as label and value. */
export function sharedSettings(runs: readonly RunResult[]): [label: string, value: string][] {
  const [first] = runs;
  if (!first) return [];
  return FIELD_KEYS.filter((key) => !NOT_LISTED.includes(key) && isShared(runs, key)).map((key) => [
    FIELDS[key].label,
    valueText(first.experiment, key),
  ]);
}

interface Column {
  readonly title: string;
  /** Markup. */
  cell(run: RunResult): string;
}

export function runsTable(runs: readonly RunResult[]): string {
  const differing = FIELD_KEYS.filter((key) => !NOT_LISTED.includes(key) && !isShared(runs, key));
  const columns: readonly Column[] = [
    {
      title: 'Run',
      cell: ({ name, notes, data }) => `<bdi>${escapeText(name)}</bdi>${noted(notes)}${small(instead(data))}`,
    },
    {
      title: 'Method',
      cell: ({ experiment, fork }) => `${escapeText(methodName(experiment))}${small(forked(fork))}`,
    },
    ...differing.map((key) => ({
      title: FIELDS[key].label,
      cell: ({ experiment }: RunResult) => escapeText(valueText(experiment, key)),
    })),
    { title: 'Seed', cell: ({ experiment }) => String(experiment.seed) },
    { title: 'Test accuracy', cell: testText },
    { title: 'Time', cell: ({ seconds }) => (seconds === null ? '–' : timeTaken(seconds)) },
    { title: 'Engine', cell: ({ engine }) => escapeText(engine) },
    { title: 'Weights (SHA-256)', cell: ({ weightsSha256 }) => hash(weightsSha256) },
  ];
  const head = columns.map(({ title }) => `<th scope="col">${title}</th>`).join('');
  const rows = runs.map(
    (run) =>
      `<tr>${columns.map(({ title, cell }) => `<td data-label="${title}">${cell(run)}</td>`).join('')}</tr>`,
  );
  return `<table class="runs"><thead><tr>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}

/** As they were written, line for line and from whichever side. */
const noted = (notes: string | undefined): string =>
  notes ? `<br><span class="small notes" dir="auto">${escapeText(notes)}</span>` : '';

const small = (text: string | undefined): string =>
  text ? `<br><span class="small">${escapeText(text)}</span>` : '';

const instead = (data: RunResult['data']): string | undefined =>
  data?.why === undefined ? undefined : `on ${data.spec.name} data, which was not asked for`;

const forked = (fork: RunResult['fork']): string | undefined =>
  fork && `from ${fork.parent} at update ${grouped(fork.step)}`;

function testText(run: RunResult): string {
  const { outcome } = run;
  switch (outcome.kind) {
    case 'finished': {
      const judged = judgedTest(run, outcome);
      if (judged.kind === 'tested') return percent(judged.accuracy, 2);
      const accuracy = judged.kind === 'recalibrated' ? percent(judged.accuracy, 2) : '–';
      return `${accuracy}${small(`raw ${percent(judged.raw, 2)}`)}`;
    }
    case 'stopped':
      return 'stopped early';
    case 'diverged':
      return `diverged at step ${grouped(outcome.step)}`;
    case 'failed':
      return `failed: ${escapeText(outcome.message)}`;
    default:
      return outcome satisfies never;
  }
}

const hash = (sha256: string | null): string =>
  sha256 === null
    ? '–'
    : `<code title="${escapeText(sha256)}">${escapeText(sha256.slice(0, HASH_DIGITS))}…</code>`;

/** A command a group of seeds; forks go on from a checkpoint, which no command has. */
export function trainCommands(runs: readonly RunResult[]): string[] {
  return groupRuns(runs.filter(({ fork }) => !fork)).flatMap(({ runs: [first, ...others] }) => {
    if (!first) return [];
    const seeds = [first, ...others].map(({ experiment }) => experiment.seed);
    const inARow = seeds.every((seed, i) => seed === (seeds[0] ?? 0) + i);
    const most = inARow ? FIELDS.repeats.max : 1;
    return seeds.flatMap((seed, i) => {
      const repeats = Math.min(most, seeds.length - i);
      return i % most === 0 ? [trainCommand({ ...first.experiment, seed, repeats })] : [];
    });
  });
}

/** Without what is as by default, but for the seed, which is never a matter of course. */
function trainCommand(experiment: Experiment): string {
  const said = FIELD_KEYS.filter(
    (key) => key === 'seed' || (key !== 'engine' && experiment[key] !== DEFAULT_EXPERIMENT[key]),
  );
  const own = !BUILT_IN.some(({ id }) => id === experiment.data);
  const written = (key: FieldKey): string =>
    key === 'data' && own ? 'PATH' : String(writeValue(experiment[key]));
  const command = ['npm run train --', ...said.map((key) => `--${key} ${written(key)}`)].join(' ');
  return own ? `${command}  # PATH: the files of the set ${experiment.data}` : command;
}
