/** One image in several minibatches of one run. */

import { useMemo } from 'react';
import type { BatchMates } from '../../../../inspection/question.ts';
import { argmax } from '../../../../inspection/score.ts';
import { className } from '../../../../spec/dataSpec.ts';
import { counted, percent } from '../../../../spec/numbers.ts';
import type { AskedAs } from '../../../../store/asked.ts';
import { findRun } from '../../../../store/selectors.ts';
import type { RunId } from '../../../../worker/protocol.ts';
import { usePage } from '../../../playground.ts';
import { StripPlot } from '../../../plots/StripPlot.tsx';
import { distinctNames } from '../../pictureName.ts';
import { useSpec } from '../../useSpec.ts';
import { short } from '../numbers.ts';
import { Side } from '../Side.tsx';
import { useRunLooks } from '../useRunLooks.ts';
import { DrawsTable } from './DrawsTable.tsx';
import { companionWords, onScale, type Scale, shiftHeadline, shiftOf } from './shifts.ts';

interface MatesSideProps {
  readonly run: RunId;
  readonly asked: AskedAs<'batch-mates'> | undefined;
  readonly scale: Scale;
  /** Of the axis that both sides share. */
  readonly domain: readonly [number, number];
}

export function MatesSide({ run, asked, scale, domain }: MatesSideProps) {
  const experiment = usePage((state) => findRun(state, run)?.experiment);
  const [look] = useRunLooks([run]);
  const spec = useSpec(run);
  const answer = asked?.answer?.answer;
  return (
    <Side run={run} asked={asked} live>
      {answer && experiment && (
        <>
          <p className="view-headline">{shiftHeadline(answer, scale, spec)}</p>
          <p className="remark">
            {companionWords(experiment)} {answer.batch > 1 && `Minibatches of ${answer.batch}.`}
          </p>
          <Strips run={run} mates={answer} scale={scale} domain={domain} />
          <DrawsTable spec={spec} mates={answer} name={look?.name ?? ''} />
        </>
      )}
    </Side>
  );
}

interface StripsProps extends Omit<MatesSideProps, 'asked'> {
  readonly mates: BatchMates;
}

function Strips({ run, mates, scale, domain }: StripsProps) {
  const [look] = useRunLooks([run]);
  const { image, moving, draws } = mates;
  const spec = useSpec(run);
  const rows = useMemo(() => (spec ? distinctNames(spec) : []), [spec]);
  const dots = useMemo(
    () =>
      draws.flatMap(({ logits }) =>
        onScale(logits, scale).map((x, label) => ({ row: rows[label] ?? '', x })),
      ),
    [draws, scale, rows],
  );
  const ticks = useMemo(
    () => onScale(moving, scale).map((x, label) => ({ row: rows[label] ?? '', x })),
    [moving, scale, rows],
  );
  const truth = className(spec, image.label);
  const shift = shiftOf(mates);
  const spread = scale === 'logits' ? short(shift.logit) : percent(shift.probability);
  const label = `${scale === 'logits' ? 'Logits' : 'Probabilities'} of the ${rows.length} classes over ${counted(draws.length, 'minibatch', 'minibatches')}. ${truth}, the true class, spans ${spread}. In tests the prediction is ${className(spec, argmax(moving))}.`;
  return (
    <StripPlot
      label={label}
      rows={rows}
      marked={rows[image.label] ?? ''}
      dots={dots}
      ticks={ticks}
      domain={domain}
      xLabel={scale === 'logits' ? 'logit' : 'probability'}
      colour={look?.colour ?? 'var(--ink)'}
    />
  );
}
