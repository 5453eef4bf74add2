/** The feature maps of one run's layer, and its first filters. */
import { useMemo } from 'react';
import type { FeatureMaps, Filters } from '../../../../inspection/question.ts';
import { WEIGHTS_WORDS } from '../../../../spec/weights.ts';
import type { AskedAs } from '../../../../store/asked.ts';
import type { RunId } from '../../../../worker/protocol.ts';
import { BarPlot } from '../../../plots/BarPlot.tsx';
import { useAnswer } from '../../useAnswer.ts';
import { Side } from '../Side.tsx';
import { Planes } from './Planes.tsx';
import { filterPlanes, planesHeadline, planesOf, unitsHeadline } from './planes.ts';

interface MapsSideProps {
  readonly run: RunId;
  readonly asked: AskedAs<'feature-maps'> | undefined;
  readonly layer: string | undefined;
  /** Whether the run's network lacks that layer. */
  readonly missing: boolean;
  /** Whether it has filters. */
  readonly convolutions: boolean;
}

const FILTERS = { kind: 'filters' } as const;

export function MapsSide({ run, asked, layer, missing, convolutions }: MapsSideProps) {
  const filters = useAnswer(run, convolutions ? FILTERS : undefined, { live: true });
  const maps = asked?.answer?.answer;
  const kernels = filters?.answer?.answer;
  return (
    <Side run={run} asked={asked} live>
      {missing && <p>This network has no layer {layer}.</p>}
      {maps && (maps.shape.length === 1 ? <Units maps={maps} /> : <Maps maps={maps} />)}
      {kernels && <Kernels filters={kernels} />}
      {!convolutions && (
        <p className="remark">This network has no convolution, so it has no filters to show.</p>
      )}
    </Side>
  );
}

function Maps({ maps }: { readonly maps: FeatureMaps }) {
  const { values, shape, layer } = maps;
  const planes = useMemo(() => planesOf(values, shape), [values, shape]);
  return (
    <>
      <p className="view-headline">{planesHeadline(planes)}</p>
      <Planes
        planes={planes}
        what="Channel"
        label={`What ${layer} makes of the image, ${planes.length} channels`}
      />
    </>
  );
}

const COLOURS = ['var(--series-1)', 'var(--series-0)'] as const;

function Units({ maps: { values, layer } }: { readonly maps: FeatureMaps }) {
  const headline = unitsHeadline(values);
  return (
    <>
      <p className="view-headline">{headline}</p>
      <BarPlot label={`Output of ${layer}. ${headline}`} values={values} xLabel="unit" colours={COLOURS} />
    </>
  );
}

function Kernels({ filters }: { readonly filters: Filters }) {
  const { kernel, used: asUsed, weights, shape, layer } = filters;
  const trained = useMemo(() => filterPlanes(kernel, shape), [kernel, shape]);
  const used = useMemo(() => asUsed && filterPlanes(asUsed, shape), [asUsed, shape]);
  const after = WEIGHTS_WORDS[weights].full;
  return (
    <div className="filters">
      <h4>Filters of {layer}</h4>
      <Planes planes={trained} what="Filter" label={`Filters of ${layer}, ${trained.length} of them`} />
      {used && (
        <>
          <h4>The same after {after}</h4>
          <Planes planes={used} what="Filter" label={`Filters of ${layer} after ${after}`} />
        </>
      )}
    </div>
  );
}
