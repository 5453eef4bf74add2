/** Noise: how far the mean and variance of a minibatch are from those of all images, by its size. */
import { useMemo } from 'react';
import { usePage } from '../../../playground.ts';
import { useOnDemand } from '../../useOnDemand.ts';
import { blockNamed, namedBlocks } from '../blockChoice.ts';
import { LayerSelect, useBlocks } from '../LayerSelect.tsx';
import { Paper } from '../Paper.tsx';
import { Side } from '../Side.tsx';
import { useExperiments } from '../useNetworks.ts';
import type { InsideViewProps } from '../view.ts';
import { NoiseFigures } from './NoiseFigures.tsx';
import { costWords, imagesFor, noiseHeadline, noiseQuestion } from './noiseWords.ts';

export function NoiseView({ runs }: InsideViewProps) {
  const networks = useBlocks(runs);
  const experiments = useExperiments(runs);
  const wanted = usePage((state) => state.inside.layer);
  const offered = useMemo(() => namedBlocks(networks), [networks]);
  // Of a convolution, each image gives many values: there the prediction fits best.
  const chosen = blockNamed(offered, wanted) ?? offered.find(({ norm }) => norm) ?? offered[0];
  const questions = runs.flatMap((run, i) => {
    const experiment = experiments[i];
    const block = blockNamed(networks[i] ?? [], chosen?.layer.name);
    if (!experiment || !block) return [];
    const question = noiseQuestion(experiment, block.norm?.name ?? block.layer.name);
    return [{ run, experiment, question }];
  });
  const { asked, busy, ask } = useOnDemand('noise', questions);
  const images = questions.reduce((sum, { experiment }) => sum + imagesFor(experiment), 0);
  const answered = questions.flatMap(({ run, experiment }, i) => {
    const noise = asked[i]?.answer?.answer;
    return noise ? [{ run, noise, batch: experiment.batch }] : [];
  });
  return (
    <div className="view">
      <div className="view-controls">
        <LayerSelect offered={offered} chosen={chosen} />
        <button type="button" aria-disabled={busy} onClick={() => !busy && ask()}>
          Measure the noise
        </button>
        <p className="remark">{costWords(images, questions.length)}</p>
      </div>
      <div className="sides">
        {questions.map(({ run, experiment }, i) => {
          const noise = asked[i]?.answer?.answer;
          return (
            <Side key={run} run={run} asked={asked[i]}>
              {noise ? (
                <p className="view-headline">{noiseHeadline(noise, experiment)}</p>
              ) : (
                !asked[i] && <p className="remark">Not measured yet.</p>
              )}
            </Side>
          );
        })}
      </div>
      {answered.length > 0 && <NoiseFigures measured={answered} />}
      <p className="view-reading">
        Dots are measured; lines are what statistics predicts, the spread over single images divided by
        √batch: four times the images halve the noise. A minibatch of few images varies around its own mean,
        so its variance falls short of the line. A ring marks the batch size that a run trains with. Norms
        over minibatches bring this noise into every update (<Paper paper="batch" />;{' '}
        <Paper paper="batchRenormalization" />
        ); norms that look at one image at a time have none of it (<Paper paper="group" />
        ).
      </p>
    </div>
  );
}
