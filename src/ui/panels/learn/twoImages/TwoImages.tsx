/** Lesson 2: batch norm over a minibatch of two, by hand. */
import { useState } from 'react';
import { decimal } from '../../../../spec/numbers.ts';
import { Choice } from '../Choice.tsx';
import { Equation, Lesson, Reading } from '../Lesson.tsx';
import { Slider } from '../Slider.tsx';
import { NumberLines } from './NumberLines.tsx';
import {
  describeOutputs,
  type LayerKind,
  SETS,
  type Statistics,
  statisticsOf,
  testOutputs,
  trainingOutputs,
  type Values,
} from './twoImages.ts';

export const TwoImages = () => (
  <Lesson label="Batch norm over two images" figure={<Figure />}>
    <p>With two images in the minibatch, batch norm has little to average over:</p>
    <Equation tex="\mu=\frac{1}{n}\sum_i x_i\qquad\sigma^2=\frac{1}{n}\sum_i (x_i-\mu)^2" />
    <p>
      A convolution has many pixels an image. A dense layer has one value a unit and image, so <i>n</i> is 2,
      and the smaller value becomes −1, the larger +1, whatever they were. How strongly a unit responded is
      lost; whether it counts as high or low is up to the companion.
    </p>
    <p>
      In a test batch norm uses moving statistics, gathered while it trained. The same values come out
      otherwise: the network is scored as a function that was never trained.
    </p>
  </Lesson>
);

const KINDS = [
  { value: 'convolution', name: 'Convolution: two pixels of a channel' },
  { value: 'dense', name: 'Dense: two units' },
] as const;
const PARTS = { convolution: 'pixel', dense: 'unit' } as const;
const REACH = 4;

/** 'A, pixel 1' */
const namesOf = (kind: LayerKind): readonly string[] =>
  ['A', 'B'].flatMap((image) => [1, 2].map((part) => `Image ${image}, ${PARTS[kind]} ${part}`));

function Figure() {
  const [kind, setKind] = useState<LayerKind>('convolution');
  const [values, setValues] = useState<Values>([1.2, -0.4, 2.6, 0.8]);
  const [moving, setMoving] = useState<Statistics>({ mean: 0.5, variance: 2.5 });
  const names = namesOf(kind);
  const training = trainingOutputs(values, kind);
  const test = testOutputs(values, moving);
  const set = (index: number, value: number): void => {
    const [a1, a2, b1, b2] = values.map((old, i) => (i === index ? value : old));
    setValues([a1 ?? 0, a2 ?? 0, b1 ?? 0, b2 ?? 0]);
  };
  return (
    <>
      <Choice label="Layer" options={KINDS} value={kind} onChange={setKind} />
      <div className="learn-sliders">
        {values.map((value, i) => (
          <Slider
            // biome-ignore lint/suspicious/noArrayIndexKey: a place in the minibatch
            key={i}
            label={names[i] ?? ''}
            min={-REACH}
            max={REACH}
            step={0.1}
            value={value}
            words={decimal(value, 1)}
            onChange={(to) => set(i, to)}
          />
        ))}
        <Slider
          label="Moving mean"
          min={-REACH}
          max={REACH}
          step={0.1}
          value={moving.mean}
          words={decimal(moving.mean, 1)}
          onChange={(mean) => setMoving({ ...moving, mean })}
        />
        <Slider
          label="Moving variance"
          min={0.1}
          max={9}
          step={0.1}
          value={moving.variance}
          words={decimal(moving.variance, 1)}
          onChange={(variance) => setMoving({ ...moving, variance })}
        />
      </div>
      {SETS[kind].map((members, unit) => {
        const of = (all: readonly number[]): number[] => members.map((i) => all[i] ?? 0);
        const { mean, variance } = statisticsOf(of(values));
        return (
          <NumberLines
            key={members.join()}
            title={`${kind === 'dense' ? `Unit ${unit + 1}` : 'The channel'}: μ = ${decimal(mean)}, σ² = ${decimal(variance)}, n = ${members.length}`}
            names={members.map((i) => `${i < 2 ? 'A' : 'B'}${kind === 'dense' ? '' : (i % 2) + 1}`)}
            lines={[
              { name: 'Values', values: of(values) },
              { name: 'In training', values: of(training) },
              { name: 'In a test', values: of(test) },
            ]}
            reach={REACH}
          />
        );
      })}
      <Reading>{describeOutputs(values, kind)}</Reading>
    </>
  );
}
