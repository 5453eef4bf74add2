/**
 * A comparison as one HTML file that needs nothing else: table, verdicts, curves, every run and how to train it again.
 * Everything that comes from runs or from people is escaped.
 */
import { coloursOf } from '../curves/colours.ts';
import { describeValidation } from '../curves/validationGap.ts';
import type { RunResult } from '../results/runFile.ts';
import { describeDifference } from '../spec/describe.ts';
import { counted } from '../spec/numbers.ts';
import { escapeText } from './markup.ts';
import { type ReportFigure, reportFigures } from './reportFigures.ts';
import { runsTable, sharedSettings, trainCommands } from './reportRuns.ts';
import { settingPlotMarkup } from './reportSettings.ts';
import { REPORT_STYLE } from './reportStyle.ts';
import { PROGRAM, VERSION } from './version.ts';

export interface ReportTable {
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly name: string;
    readonly cells: readonly {
      /** '86.4 ± 0.5 %' */
      readonly value: string;
      /** The same with moving statistics that had not settled. */
      readonly raw?: string;
      /** Seeds behind it. */
      readonly n: number;
      /** The figure that somebody published for the same cell. */
      readonly published?: string;
    }[];
  }[];
}

export interface ReportInput {
  readonly title: string;
  /** What was compared and why, a paragraph each. */
  readonly intro: readonly string[];
  readonly table?: ReportTable;
  /** A sentence each. */
  readonly verdicts: readonly string[];
  /** What is to be kept in mind about them, a sentence or two each. */
  readonly cautions: readonly string[];
  readonly runs: readonly RunResult[];
  /** Of the runs, indices into the palette: the page's own; without them each method gets its usual one. */
  readonly colours?: readonly number[];
  readonly environment: readonly (readonly [label: string, value: string])[];
  readonly date: Date;
  /** How the verdicts are made, a paragraph each. */
  readonly explanation?: readonly string[];
}

export async function renderReport(input: ReportInput): Promise<string> {
  const colours = input.colours ?? coloursOf(input.runs);
  const [batchSizes, figures] = await Promise.all([
    settingPlotMarkup(input.runs, colours),
    reportFigures(input.runs, colours),
  ]);
  const title = escapeText(input.title);
  const sections = [
    tableSection(input.table),
    section('Verdict', list(input.verdicts)),
    section('Cautions', list(input.cautions)),
    section('Batch size', batchSizes),
    ...figures.map((figure, i) => figureSection(figure, i === 0 ? captionOf(input.runs) : '')),
    section('Setting', facts(sharedSettings(input.runs))),
    section('Runs', input.runs.length > 0 ? wide('Runs', runsTable(input.runs)) : ''),
    section('How the verdict is made', paragraphs(input.explanation ?? [])),
    section('Environment', facts(input.environment)),
    reproduceSection(input.runs),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="${PROGRAM} ${VERSION}">
<title>${title}</title>
<style>
${REPORT_STYLE}
</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p class="date">${dateText(input.date)}, by ${PROGRAM} ${VERSION}</p>
${paragraphs([...input.intro, comparedSentence(input.runs)])}
${sections.filter((text) => text !== '').join('\n')}
</main>
</body>
</html>
`;
}

/** The day in coordinated universal time: the same for every reader. */
const dateText = (date: Date): string =>
  date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

function comparedSentence(runs: readonly RunResult[]): string {
  const [first, ...others] = runs.map(({ experiment }) => experiment);
  return first ? describeDifference([first, ...others]).replace(' experiments ', ' runs ') : '';
}

const section = (title: string, content: string): string =>
  content === '' ? '' : `<section>\n<h2>${title}</h2>\n${content}\n</section>`;

const paragraphs = (texts: readonly string[]): string =>
  texts.flatMap((text) => (text === '' ? [] : `<p>${escapeText(text)}</p>`)).join('\n');

const list = (texts: readonly string[]): string =>
  texts.length === 0
    ? ''
    : `<ul class="verdicts">\n${texts.map((text) => `<li>${escapeText(text)}</li>`).join('\n')}\n</ul>`;

const facts = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.length === 0
    ? ''
    : `<dl class="facts">\n${pairs
        .map(([label, value]) => `<dt>${escapeText(label)}</dt><dd>${escapeText(value)}</dd>`)
        .join('\n')}\n</dl>`;

/** More columns do not fit beside each other on a tablet. */
const NARROW_COLUMNS = 3;

function tableSection(table: ReportTable | undefined): string {
  if (!table) return '';
  const head = table.columns.map((column) => `<th scope="col">${escapeText(column)}</th>`).join('');
  const rows = table.rows.map(({ name, cells }) => {
    const values = cells.map(
      ({ value, raw, n, published }, i) =>
        `<td data-label="${escapeText(table.columns[i] ?? '')}"><strong>${escapeText(value)}</strong>${[
          raw !== undefined && `raw ${raw}`,
          n > 0 && counted(n, 'seed'),
          published !== undefined && `published: ${published}`,
        ]
          .filter((words) => words !== false)
          .map((words) => `<span class="small">${escapeText(words)}</span>`)
          .join('')}</td>`,
    );
    return `<tr><th scope="row">${escapeText(name)}</th>${values.join('')}</tr>`;
  });
  return section(
    'Results',
    `<p class="small">Test accuracy: mean ± standard deviation over seeds.</p>\n${wide('Results', `<table class="${table.columns.length > NARROW_COLUMNS ? 'cells many' : 'cells'}"><thead><tr><td></td>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`)}`,
  );
}

/** A table that may be wider than the screen, so that the keyboard can scroll it. */
const wide = (label: string, table: string): string =>
  `<div class="wide" role="region" aria-label="${label}" tabindex="0">${table}</div>`;

/** Of all curves: said once, below the first. */
const captionOf = (runs: readonly RunResult[]): string =>
  [
    'Lines are means over the seeds of a method, bands one standard deviation to either side. Training is averaged over recent images, in training mode; validation is scored after each epoch.',
    ...describeValidation(runs.map((run) => ({ ...run, status: run.outcome }))),
  ].join(' ');

const figureSection = ({ title, panels }: ReportFigure, caption: string): string =>
  section(
    title,
    `<figure>${panels}${caption && `\n<figcaption>${escapeText(caption)}</figcaption>`}</figure>`,
  );

function reproduceSection(runs: readonly RunResult[]): string {
  const commands = trainCommands(runs);
  if (commands.length === 0) return '';
  const forks = runs.some(({ fork }) => fork)
    ? ' Forks go on from a checkpoint of another run and have no command.'
    : '';
  return section(
    'Train it again',
    `<p>In a checkout of ${PROGRAM}, on its CPU engine. Where a run above names that engine, its weights come out the same to the bit.${forks}</p>\n<pre>${commands.map(escapeText).join('\n')}</pre>`,
  );
}
