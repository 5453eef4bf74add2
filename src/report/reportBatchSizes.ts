/** A report's picture of test accuracy against batch size, with the same in numbers. */
import { BATCH_SIZE_COLUMNS, PUBLISHED_COLUMN, pointCells, publishedText } from '../curves/batchSizeWords.ts';
import { type BatchSizes, byBatchSize } from '../curves/byBatchSize.ts';
import { groupRuns } from '../results/groups.ts';
import type { RunResult } from '../results/runFile.ts';
import { renderBatchFigure } from './batchFigure.ts';
import { escapeText } from './markup.ts';

const SIZE = { width: 720, height: 440, scheme: 'light' } as const;

/** @returns markup; '' where no method has results at two batch sizes. Forks saw other settings first and are left out. */
export async function batchSizesMarkup(runs: readonly RunResult[]): Promise<string> {
  const sizes = byBatchSize(groupRuns(runs.filter(({ fork }) => !fork)));
  if (!sizes) return '';
  const picture = await renderBatchFigure(sizes, SIZE);
  return `<figure><div class="panels">\n${picture}\n</div></figure>\n<details><summary>The same in numbers</summary>\n<div class="wide" role="region" aria-label="Test accuracy by batch size" tabindex="0">${numbers(sizes)}</div>\n</details>`;
}

function numbers({ lines }: BatchSizes): string {
  const published = lines.some(({ points }) => points.some((point) => point.published !== undefined));
  const columns = ['Method', ...BATCH_SIZE_COLUMNS, ...(published ? [PUBLISHED_COLUMN] : [])];
  const head = columns.map((column) => `<th scope="col">${column}</th>`).join('');
  const rows = lines.flatMap(({ name, points }) =>
    points.map((point) => {
      const cells = [...pointCells(point), ...(published ? [publishedText(point)] : [])];
      return `<tr><th scope="row">${escapeText(name)}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
    }),
  );
  return `<table class="points"><thead><tr>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}
