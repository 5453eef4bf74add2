/** Batch-mates: one image in several minibatches. Under a norm over minibatches, what the others are changes what it is taken for. */
import { useId, useMemo, useState } from 'react';
import { useAnswer } from '../../useAnswer.ts';
import { useSpec } from '../../useSpec.ts';
import { ImageChoice } from '../ImageChoice.tsx';
import { Paper } from '../Paper.tsx';
import type { InsideViewProps } from '../view.ts';
import { MatesSide } from './MatesSide.tsx';
import { domainOf, type Scale } from './shifts.ts';

/** Minibatches that the image is put into. */
const DRAWS = 8;

export function BatchMatesView({ runs }: InsideViewProps) {
  const [row, setRow] = useState(0);
  const [scale, setScale] = useState<Scale>('logits');
  const question = { kind: 'batch-mates', image: { split: 'test', row }, draws: DRAWS } as const;
  const [first, second] = runs;
  const spec = useSpec(first);
  const left = useAnswer(first, question, { live: true });
  const right = useAnswer(second, question, { live: true });
  const [leftAnswer, rightAnswer] = [left?.answer?.answer, right?.answer?.answer];
  const domain = useMemo(
    () =>
      domainOf(
        [leftAnswer, rightAnswer].filter((answer) => answer !== undefined),
        scale,
      ),
    [leftAnswer, rightAnswer, scale],
  );
  const sides = [
    { run: first, asked: left },
    { run: second, asked: right },
  ];
  return (
    <div className="view">
      <div className="view-controls">
        <ImageChoice spec={spec} row={row} onRow={setRow} picture={leftAnswer?.image ?? rightAnswer?.image} />
        <ScaleChoice scale={scale} onScale={setScale} />
      </div>
      <div className="sides">
        {sides.map(
          ({ run, asked }) =>
            run !== undefined && (
              <MatesSide key={run} run={run} asked={asked} scale={scale} domain={domain} />
            ),
        )}
      </div>
      <p className="view-reading">
        Each ring is one of {DRAWS} minibatches, drawn at random: the image is the same, its companions are
        not. The upright line is what tests see: the image alone, with moving statistics where the norm keeps
        any. Under a norm over minibatches, an image is never on its own in training (
        <Paper paper="batch" />
        ); norms that look at one image at a time do not care (<Paper paper="group" />
        ).
      </p>
    </div>
  );
}

interface ScaleChoiceProps {
  readonly scale: Scale;
  readonly onScale: (scale: Scale) => void;
}

const SCALES = { logits: 'Logits', probabilities: 'Probabilities' } as const satisfies Record<Scale, string>;

function ScaleChoice({ scale, onScale }: ScaleChoiceProps) {
  const id = useId();
  return (
    <div className="view-field">
      <label htmlFor={id}>Scale</label>
      <select
        id={id}
        value={scale}
        onChange={(event) => onScale(event.target.value === 'logits' ? 'logits' : 'probabilities')}
      >
        {(Object.keys(SCALES) as Scale[]).map((each) => (
          <option key={each} value={each}>
            {SCALES[each]}
          </option>
        ))}
      </select>
    </div>
  );
}
