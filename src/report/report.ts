/**
 * A comparison as one HTML file that needs nothing beside it: what was compared, table, verdicts, curves, every run,
 * the environment. The page exports it and `npm run reproduce` writes it.
 */
import type { RunResult } from '../results/runFile.ts';
import { STATISTICS_EXPLAINED } from '../results/statisticsExplained.ts';
import { describeSetting } from '../spec/describe.ts';
import type { Experiment } from '../spec/experiment.ts';
import { DEFAULT_EXPERIMENT, FIELD_KEYS, FIELDS } from '../spec/fields.ts';
import { escapeText } from './markup.ts';
import { type ReportFigure, reportFigures } from './reportFigures.ts';
import { REPORT_STYLE } from './reportStyle.ts';
import { PROGRAM, VERSION } from './version.ts';

export interface ReportCell {
  /** '86.4 ± 0.5 %' */
  readonly value: string;
  /** Seeds. */
  readonly n: number;
  /** What was published for it, in percent: '92.49'. */
  readonly published?: string;
}

export interface ReportTable {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly ReportCell[] }[];
}

export interface ReportInput {
  readonly title: string;
  /** Sentences below the title. */
  readonly intro: readonly string[];
  readonly table?: ReportTable;
  readonly verdicts: readonly string[];
  readonly runs: readonly RunResult[];
  readonly environment: readonly (readonly [label: string, value: string])[];
  readonly date: Date;
  /** How a verdict comes about; left out, the paragraphs that the page shows. */
  readonly explanation?: readonly string[];
}

/** @returns the file's text; all that comes from `input` is escaped */
export async function renderReport(input: ReportInput): Promise<string> {
  const { title, intro, table, verdicts, runs, environment, date } = input;
  const [light, dark] = await Promise.all([reportFigures(runs, 'light'), reportFigures(runs, 'dark')]);
  const sections = [
    `<h1>${escapeText(title)}</h1>`,
    `<p><time datetime="${date.toISOString()}">${escapeText(day(date))}</time></p>`,
    ...paragraphs(intro),
    verdicts.length > 0 ? `<section class="verdicts">${paragraphs(verdicts).join('')}</section>` : '',
    table ? section('Test accuracy', renderTable(table)) : '',
    light.length > 0 ? section('Curves', renderFigures(light, dark)) : '',
    section('Setting', renderSetting(runs)),
    section('Runs', renderRuns(runs)),
    section('How a verdict comes about', paragraphs(input.explanation ?? STATISTICS_EXPLAINED).join('')),
    section('Environment', renderPairs(environment)),
    `<p class="remark">Made by ${PROGRAM} ${VERSION}.</p>`,
  ];
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeText(title)}</title><style>${REPORT_STYLE}</style>`;
  return `<!doctype html>\n<html lang="en"><head>${head}</head><body>\n${sections.filter((text) => text !== '').join('\n')}\n</body></html>\n`;
}

const day = (date: Date): string =>
  date.toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).concat(' UTC');

const section = (title: string, content: string): string =>
  `<section><h2>${escapeText(title)}</h2>${content}</section>`;

const paragraphs = (texts: readonly string[]): string[] => texts.map((text) => `<p>${escapeText(text)}</p>`);

const cells = (tag: 'th' | 'td', values: readonly string[]): string =>
  values.map((value) => `<${tag}>${escapeText(value)}</${tag}>`).join('');

function renderTable({ columns, rows }: ReportTable): string {
  const body = rows.map(({ name, cells: row }) => {
    const values = row.map(({ value, n, published }) => {
      const seeds = n === 0 ? '' : `<small>${n === 1 ? '1 seed' : `${n} seeds`}</small>`;
      const figure = published === undefined ? '' : `<small>published ${escapeText(published)} %</small>`;
      return `<td><b>${escapeText(value)}</b>${seeds}${figure}</td>`;
    });
    return `<tr><th scope="row">${escapeText(name)}</th>${values.join('')}</tr>`;
  });
  return `<div class="scroll"><table><thead><tr><th></th>${cells('th', columns)}</tr></thead><tbody>${body.join('')}</tbody></table></div><p class="remark">Mean ± standard deviation over seeds, after the last epoch, on the 10,000 test images.</p>`;
}

function renderFigures(light: readonly ReportFigure[], dark: readonly ReportFigure[]): string {
  const figures = light.map(({ title, svg }, i) => {
    const night = dark[i]?.svg ?? svg;
    return `<figure><div class="light">${svg}</div><div class="dark">${night}</div><figcaption>${escapeText(title)}</figcaption></figure>`;
  });
  return `<p class="remark">Lines are means over seeds, bands one standard deviation; validation after each epoch is dotted.</p><div class="figures">${figures.join('')}</div>`;
}

/** What all runs have in common; what differs stands with each run. */
function renderSetting(runs: readonly RunResult[]): string {
  const [first] = runs;
  if (!first) return '<p>There are no runs.</p>';
  const common = FIELD_KEYS.filter(
    (key) => key !== 'repeats' && runs.every(({ experiment }) => experiment[key] === first.experiment[key]),
  );
  return renderPairs(common.map((key) => [FIELDS[key].label, describeSetting(first.experiment, key)]));
}

const renderPairs = (pairs: readonly (readonly [label: string, value: string])[]): string => {
  const rows = pairs.map(
    ([label, value]) =>
      `<tr><th scope="row">${escapeText(label)}</th><td style="white-space:normal">${escapeText(value)}</td></tr>`,
  );
  return `<div class="scroll"><table>${rows.join('')}</table></div>`;
};

const RUN_COLUMNS = [
  'Run',
  'Seed',
  'Test accuracy',
  'Test loss',
  'Seconds',
  'Engine',
  'Weights (SHA-256)',
  'Train it again',
];

function renderRuns(runs: readonly RunResult[]): string {
  const rows = runs.map((run) => {
    const { name, experiment, outcome, seconds, engine, weightsSha256 } = run;
    const finished = outcome.kind === 'finished';
    const values = [
      name,
      String(experiment.seed),
      finished ? `${(100 * outcome.test.acc).toFixed(2)} %` : outcome.kind,
      finished ? outcome.test.loss.toFixed(4) : '–',
      seconds === null ? '–' : seconds.toFixed(1),
      engine || '–',
    ];
    const hash = weightsSha256 === null ? '–' : weightsSha256.slice(0, 16);
    return `<tr>${cells('td', values)}<td><code>${hash}</code></td><td><code>${escapeText(commandOf(run))}</code></td></tr>`;
  });
  const notes = runs.filter(({ notes }) => notes !== undefined && notes !== '');
  const noted = notes.map(
    ({ name, notes: text = '' }) => `<p><b>${escapeText(name)}:</b> ${escapeText(text)}</p>`,
  );
  return `<div class="scroll"><table><thead><tr>${cells('th', RUN_COLUMNS)}</tr></thead><tbody>${rows.join('')}</tbody></table></div>${noted.join('')}`;
}

/** The terminal's command for the run: what differs from the defaults. A fork has no command of its own. */
function commandOf({ experiment, fork }: RunResult): string {
  if (fork) return `forked from ${fork.parent} at step ${fork.step.toLocaleString('en-US')}`;
  const own: readonly (keyof Experiment)[] = FIELD_KEYS.filter(
    (key) => key !== 'repeats' && key !== 'engine' && experiment[key] !== DEFAULT_EXPERIMENT[key],
  );
  return ['npm run train --', ...own.map((key) => `--${key} ${experiment[key]}`)].join(' ');
}
