/** The picture of the whole subject: what batch size does to each method's test accuracy. */
import { lazy, Suspense, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import {
  BATCH_SIZES_TITLE,
  columnsOf,
  describeBatchSizes,
  describeMarks,
} from '../../../curves/batchSizeWords.ts';
import { seriesDash, seriesMark } from '../../../curves/palette.ts';
import { type ShownBatchSizes, shownBatchSizes } from '../../../store/batchSizes.ts';
import { selectedExperiment } from '../../../store/selectors.ts';
import { colourProperty, LineSample } from '../../charts/LineSample.tsx';
import { usePage } from '../../playground.ts';
import { MarkSample } from '../inside/RunLegend.tsx';

const BatchSizePlot = lazy(async () => ({
  default: (await import('../../plots/BatchSizePlot.tsx')).BatchSizePlot,
}));

export function BatchSizes() {
  const shown = useShown();
  return (
    <section className="batch-sizes" aria-labelledby="batch-sizes-heading">
      <h3 id="batch-sizes-heading">{BATCH_SIZES_TITLE}</h3>
      {shown ? (
        <Figure {...shown} />
      ) : (
        <p className="remark">Drawn here as soon as a method has results at two batch sizes.</p>
      )}
    </section>
  );
}

/** Worked out anew when runs end, not while they train. */
function useShown(): ShownBatchSizes | undefined {
  const base = usePage(selectedExperiment);
  const matrix = usePage((state) => state.matrix);
  const ended = usePage(
    useShallow(({ runs }) => runs.filter(({ status }) => /^(finished|diverged)$/.test(status.kind))),
  );
  return useMemo(() => shownBatchSizes(ended, base, matrix), [ended, base, matrix]);
}

function Figure({ sizes, ofTable }: ShownBatchSizes) {
  const series = useMemo(
    () =>
      sizes.lines.map(({ palette, points }) => ({
        colour: colourProperty(palette),
        dash: seriesDash(palette).join(' '),
        mark: seriesMark(palette),
        points,
      })),
    [sizes],
  );
  return (
    <>
      <ul className="view-legend">
        {sizes.lines.map(({ name, palette }) => (
          <li key={name}>
            <LineSample colour={palette} split="train" />
            <MarkSample colour={palette} />
            {name}
          </li>
        ))}
      </ul>
      <Suspense fallback={<div className="batch-sizes-room" />}>
        <BatchSizePlot
          label={`${BATCH_SIZES_TITLE}. ${describeBatchSizes(sizes)}`}
          series={series}
          batches={sizes.batches}
          xDomain={sizes.xDomain}
          yDomain={sizes.yDomain}
        />
      </Suspense>
      <p className="remark">
        {describeMarks(sizes)}
        {!ofTable && ' All runs of this page: those of the table have no results at two batch sizes yet.'}
      </p>
      <BatchSizeTable sizes={sizes} />
    </>
  );
}

/** The plot against batch size in numbers. */
function BatchSizeTable({ sizes }: Pick<ShownBatchSizes, 'sizes'>) {
  const columns = columnsOf(sizes);
  return (
    <details className="choice">
      <summary>As a table</summary>
      <div className="choice-box batch-sizes-scroll">
        <table className="batch-sizes-table" aria-label={BATCH_SIZES_TITLE}>
          <thead>
            <tr>
              <th scope="col">Method</th>
              {columns.map(({ title }) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          {sizes.lines.map(({ name, points }) => (
            <tbody key={name}>
              {points.map((point) => (
                <tr key={point.batch}>
                  <th scope="row">{name}</th>
                  {columns.map(({ title, cell }) => (
                    <td key={title}>{cell(point)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </details>
  );
}
