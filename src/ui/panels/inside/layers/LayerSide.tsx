/** One run's chosen layer in words: what its norm averages, what it reads and writes, and what is striking about it. */
import type { Histogram } from '../../../../inspection/question.ts';
import { useAnswer } from '../../useAnswer.ts';
import { blockNamed } from '../blockChoice.ts';
import { short } from '../numbers.ts';
import { Side } from '../Side.tsx';
import { NormDrawing } from './NormDrawing.tsx';
import { givesWhat } from './normWords.ts';
import { type Side as LayersSide, notesOn, seriesOf } from './useSides.ts';

/** Its answers are kept, and with them the course of the training. */
const SNAPSHOT = { kind: 'snapshot' } as const;

interface LayerSideProps {
  readonly side: LayersSide;
  readonly layer: string;
}

export function LayerSide({ side, layer }: LayerSideProps) {
  const { run, batch, blocks, look } = side;
  const asked = useAnswer(run, SNAPSHOT, { live: true });
  const block = blockNamed(blocks, layer);
  return (
    <Side run={run} asked={asked} live>
      {block ? (
        <>
          <Measured side={side} layer={layer} />
          {block.norm ? (
            <NormDrawing layer={block.norm} batch={batch} colour={look.colour} />
          ) : (
            <p>No norm follows {layer} here: what it gives goes on as it is.</p>
          )}
        </>
      ) : (
        <p>This network has no layer {layer}.</p>
      )}
    </Side>
  );
}

function Measured({ side, layer }: LayerSideProps) {
  const series = seriesOf(side, layer);
  if (!series) return null;
  const { block, latest } = series;
  return (
    <>
      <p className="measured">
        {latest.after ? (
          <>
            Reads <b>{spread(latest.before)}</b>, writes <b>{spread(latest.after)}</b>.
          </>
        ) : (
          <>
            {givesWhat(block)}: <b>{spread(latest.before)}</b>.
          </>
        )}{' '}
        <span className="remark">(mean ± standard deviation)</span>
      </p>
      <ul className="findings">
        {notesOn(side, layer).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </>
  );
}

const spread = ({ mean, deviation }: Histogram): string => `${short(mean)} ± ${short(deviation)}`;
