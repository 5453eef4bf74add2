/** A report's picture of test accuracy against batch size, with the same in numbers. */

import { bySetting, type SettingPlot } from '../curves/bySetting.ts';
import { groupColours } from '../curves/colours.ts';
import { columnsOf, settingPlotTitle } from '../curves/settingPlotWords.ts';
import { groupRuns } from '../results/groups.ts';
import type { RunResult } from '../results/runFile.ts';
import { escapeText } from './markup.ts';
import { onlyPanel } from './reportFigures.ts';
import { renderSettingFigure } from './settingFigure.ts';

/** @returns markup; '' where no method has results at two batch sizes. Forks saw other settings first and are left out. */
export async function settingPlotMarkup(
  runs: readonly RunResult[],
  colours: readonly number[],
): Promise<string> {
  const sizes = bySetting(groupRuns(runs.filter(({ fork }) => !fork)), 'batch', {
    paletteOf: groupColours(runs, colours),
  });
  if (!sizes) return '';
  const picture = await onlyPanel((look) => renderSettingFigure(sizes, look));
  return `<figure>${picture}</figure>\n<details><summary>The same in numbers</summary>\n<div class="wide" role="region" aria-label="${settingPlotTitle(sizes)}" tabindex="0">${numbers(sizes)}</div>\n</details>`;
}

function numbers(sizes: SettingPlot): string {
  const columns = columnsOf(sizes);
  const head = ['Method', ...columns.map(({ title }) => title)].map(
    (title) => `<th scope="col">${title}</th>`,
  );
  const rows = sizes.lines.flatMap(({ name, points }) =>
    points.map((point) => {
      const cells = columns.map(({ cell }) => `<td>${cell(point)}</td>`);
      return `<tr><th scope="row">${escapeText(name)}</th>${cells.join('')}</tr>`;
    }),
  );
  return `<table class="points"><thead><tr>${head.join('')}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}
