/** The page's report: what report/report.ts makes of the runs that the table shows. */

import { cautionsOf } from '../../report/cautions.ts';
import type { ReportInput, ReportTable } from '../../report/report.ts';
import { describeSpread, type Group, groupRuns } from '../../results/groups.ts';
import { STATISTICS_EXPLAINED } from '../../results/statisticsExplained.ts';
import { methodName } from '../../spec/describe.ts';
import { grouped, percent } from '../../spec/numbers.ts';
import { publishedCell } from '../../spec/study.ts';
import { type RunRecord, resultOf } from '../../store/run.ts';
import type { PageState } from '../../store/state.ts';
import { shownRuns } from '../../store/table.ts';
import { verdictOfPage } from '../../store/verdict.ts';
import { linkOf } from '../link.ts';

export async function pageReport(state: PageState): Promise<string> {
  const { renderReport } = await import('../../report/report.ts');
  const runs = shownRuns(state).filter(({ points }) => points.length > 0);
  const results = runs.map(resultOf);
  const groups = groupRuns(results);
  const table = tableOf(groups);
  const verdict = verdictOfPage(state);
  const input: ReportInput = {
    title: 'Norm Playground: a comparison',
    intro: [`This link opens and trains the same comparison: ${linkOf(state)}`],
    ...(table && { table }),
    verdicts: [...(verdict?.headlines ?? []), ...(verdict?.details ?? [])],
    cautions: cautionsOf(runs.map(resultOf)),
    runs: results,
    colours: runs.map(({ colour }) => colour),
    environment: environmentOf(runs),
    date: new Date(),
    explanation: STATISTICS_EXPLAINED,
  };
  return renderReport(input);
}

/** Methods by batch sizes, where the groups make such a table: no cell twice. */
function tableOf(groups: readonly Group[]): ReportTable | undefined {
  const methods = [...new Set(groups.map(({ experiment }) => methodName(experiment)))];
  const batches = [...new Set(groups.map(({ experiment }) => experiment.batch))].sort((a, b) => a - b);
  const at = (method: string, batch: number): Group[] =>
    groups.filter(({ experiment }) => methodName(experiment) === method && experiment.batch === batch);
  if (methods.some((method) => batches.some((batch) => at(method, batch).length > 1))) return undefined;
  return {
    columns: batches.map((batch) => `batch ${grouped(batch)}`),
    rows: methods.map((name) => ({
      name,
      cells: batches.map((batch) => {
        const [group] = at(name, batch);
        const published = group && publishedCell(group.experiment);
        return {
          value: group ? describeSpread(group) : '–',
          ...(group && group.raw.length > 0 && { raw: describeSpread({ accuracies: group.raw }) }),
          n: group?.seeds.length ?? 0,
          ...(published && { published: percent(published.accuracy, 2) }),
        };
      }),
    })),
  };
}

function environmentOf(runs: readonly RunRecord[]): ReportInput['environment'] {
  const engines = [...new Set(runs.flatMap(({ engine }) => engine?.description ?? []))];
  return [
    ['Engine', engines.join('; ') || 'not known'],
    ['Processor threads', String(navigator.hardwareConcurrency)],
    ['Browser', navigator.userAgent],
    ['Page', location.href.split('#')[0] ?? ''],
  ];
}
