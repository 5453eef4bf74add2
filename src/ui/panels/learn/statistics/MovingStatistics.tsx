/** Lesson 5: how far batch norm's moving statistics have come, and how noisy what they follow is. */

import { useCallback, useState } from 'react';
import { grouped } from '../../../../spec/numbers.ts';
import { movingVariancePlot } from '../../../plots/movingVariance.ts';
import { PlotFigure } from '../../../plots/PlotFigure.tsx';
import { Equation, Lesson, Reading } from '../Lesson.tsx';
import { PaperLink } from '../PaperLink.tsx';
import { StopsSlider } from '../Slider.tsx';
import { afterUpdates, describeAfter, ofMinibatch, type Settings } from './movingVariance.ts';

export const MovingStatistics = () => (
  <Lesson label="Moving variance over updates" figure={<Figure />}>
    <p>
      Training divides by the minibatch's own deviation, a test by a moving one, which starts at 1 and at each
      update goes a little towards the minibatch's:
    </p>
    <Equation tex="v\leftarrow m\,v+(1-m)\,\frac{n}{n-1}\,\sigma^2" />
    <p>
      After <i>t</i> updates <i>mᵗ</i> of the start is left. With few updates, which large batches make of the
      same images, tests use statistics that fit nothing. With small batches each <i>σ</i>² is a poor guess:
      of <i>n</i> independent values it is off by about √(2 / (<i>n</i> − 1)) of itself. The moving average
      calms that; training has to live with it.
    </p>
    <p>
      Batch renorm (<PaperLink paper="renorm" />) has the minibatch's <i>μ</i> and <i>σ</i> corrected by the
      moving ones <i>μ</i>′ and <i>σ</i>′, so that training sees nearly what a test will:
    </p>
    <Equation tex="y=\gamma\Bigl(\frac{x-\mu}{\sigma}\,r+d\Bigr)+\beta\qquad r=\frac{\sigma}{\sigma'}\quad d=\frac{\mu-\mu'}{\sigma'}" />
    <p>
      The gradient takes <i>r</i> and <i>d</i> for constants. They are kept within limits, <i>r</i> in 1/3 … 3
      and <i>d</i> in ±5, which open over the first 1,000 updates: until then it is batch norm, more or less.
    </p>
    <p>
      Estimated statistics (<PaperLink paper="estimated" />) go all the way: the moving ones follow the
      minibatch first and are then used in training, too. <i>σ</i>² is taken about the mean as it was, and no
      gradient goes through either. Made for batches so small that their own statistics tell little.
    </p>
    <p>
      The figure follows a unit of a dense layer whose values have variance 4. <i>Two faces</i> under{' '}
      <i>Inside the network</i> shows the same in a network of yours.
    </p>
  </Lesson>
);

const BATCHES = [2, 3, 4, 6, 8, 16, 32, 64, 128, 256, 512, 1024];
const MOMENTA = [0, 0.5, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999];
const UPDATES = [
  1, 2, 3, 5, 10, 20, 30, 50, 70, 100, 141, 200, 282, 400, 500, 700, 1000, 2000, 3000, 5000, 9000,
];
const VARIANCE = 4;
const TOP = 10;
/** Points of the drawn line, evenly spread on its logarithmic axis. */
const POINTS = Array.from({ length: 61 }, (_, i) => 10 ** (i / 15));

function Figure() {
  const [batch, setBatch] = useState(2);
  const [momentum, setMomentum] = useState(0.99);
  const [updates, setUpdates] = useState(100);
  const settings: Settings = { batch, momentum, variance: VARIANCE };
  const draw = useCallback(
    () =>
      movingVariancePlot({
        points: POINTS.map((at) => ({
          updates: at,
          ...afterUpdates(at, { batch, momentum, variance: VARIANCE }),
        })),
        truth: VARIANCE,
        noise: ofMinibatch({ batch, momentum, variance: VARIANCE }).deviation,
        at: updates,
        top: TOP,
      }),
    [batch, momentum, updates],
  );
  const words = describeAfter(updates, settings);
  return (
    <>
      <div className="learn-sliders">
        <StopsSlider
          label="Batch size"
          stops={BATCHES}
          value={batch}
          wordsOf={(value) => grouped(value)}
          onChange={setBatch}
        />
        <StopsSlider
          label="Momentum m"
          stops={MOMENTA}
          value={momentum}
          wordsOf={String}
          onChange={setMomentum}
        />
        <StopsSlider
          label="Updates t"
          stops={UPDATES}
          value={updates}
          wordsOf={(value) => grouped(value)}
          onChange={setUpdates}
        />
      </div>
      <PlotFigure
        label={`The moving variance over updates, from 1 towards 4. ${words}`}
        draw={draw}
        height={220}
      />
      <ul className="learn-legend">
        <li>
          <span className="key" aria-hidden="true" /> moving variance, ± deviation
        </li>
        <li>
          <span className="key minibatch" aria-hidden="true" /> a minibatch's variance, ± deviation
        </li>
      </ul>
      <Reading>{words}</Reading>
    </>
  );
}
