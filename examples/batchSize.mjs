/**
 * Accuracy against batch size from a sweep's table of runs, in plain JavaScript with what the repository has:
 *
 *   npm run sweep -- --methods bn,gn+ws --batch 2,8,32,128 --seeds 5 --images 6000 --epochs 3 --out sweep
 *   node examples/batchSize.mjs sweep batchSize.svg
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import jStat from 'jstat';
import * as vega from 'vega';
import { compile } from 'vega-lite';

const [, , folder = 'sweep', picture = 'batchSize.svg'] = process.argv;
const runs = await parquetReadObjects({ file: await asyncBufferFromFile(join(folder, 'runs.parquet')) });

// Runs that diverged, or that no accuracy can be trusted of, have none.
const judged = runs.filter((run) => run.judged_acc !== null);
const rates = new Set(judged.map((run) => run.lr));
/** @param {Record<string, any>} run */
const lineOf = (run) => (rates.size > 1 ? `${run.method}, learning rate ${run.lr}` : run.method);

/** Accuracies of the seeds of each cell. @type {Map<string, number[]>} */
const cells = new Map();
for (const run of judged) {
  const key = JSON.stringify([lineOf(run), run.batch]);
  cells.set(key, [...(cells.get(key) ?? []), 100 * run.judged_acc]);
}

/** The mean over seeds, with the 95 % interval that Student's t gives it where there are two or more. */
const rows = [...cells].map(([key, accuracies]) => {
  const [method, batch] = JSON.parse(key);
  const n = accuracies.length;
  const mean = accuracies.reduce((sum, acc) => sum + acc, 0) / n;
  const variance = accuracies.reduce((sum, acc) => sum + (acc - mean) ** 2, 0) / (n - 1);
  const half = n > 1 ? jStat.studentt.inv(0.975, n - 1) * Math.sqrt(variance / n) : 0;
  return { method, batch, n, mean, low: mean - half, high: mean + half };
});

const y = /** @type {const} */ ({
  type: 'quantitative',
  title: 'test accuracy, %',
  scale: { zero: false },
});
const { spec } = compile({
  $schema: 'https://vega.github.io/schema/vega-lite/v4.json',
  title: { text: 'Mean over seeds, with its 95 % interval', anchor: 'start' },
  width: 520,
  height: 320,
  background: 'white',
  data: { values: rows },
  encoding: {
    x: {
      field: 'batch',
      type: 'quantitative',
      title: 'batch size',
      scale: { type: 'log', base: 2, padding: 24 },
      axis: { values: [...new Set(rows.map(({ batch }) => batch))], grid: false },
    },
    color: { field: 'method', type: 'nominal', title: null },
  },
  layer: [
    { mark: { type: 'line', point: true }, encoding: { y: { ...y, field: 'mean' } } },
    { mark: 'rule', encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } } },
  ],
});
writeFileSync(picture, await new vega.View(vega.parse(spec)).toSVG());

console.table(rows.sort((a, b) => a.method.localeCompare(b.method) || a.batch - b.batch));
console.log(`wrote ${picture}`);
