/** Lesson 4: Weight Standardization of a kernel, and of the gradient that comes back. */
import { useState } from 'react';
import { decimal } from '../../../../spec/numbers.ts';
import { Equation, Lesson, Reading } from '../Lesson.tsx';
import { PaperLink } from '../PaperLink.tsx';
import { Kernel, KernelInput } from './Kernel.tsx';
import {
  type Components,
  componentsOf,
  describeFilter,
  spreadOf,
  standardize,
  weightGradient,
} from './standardize.ts';

export const Standardization = () => (
  <Lesson label="Weight Standardization of a kernel" figure={<Figure />}>
    <p>
      Weight Standardization (<PaperLink paper="weights" />) normalizes weights instead of what flows through
      them. A convolution uses each of its filters less the filter's mean, over its deviation:
    </p>
    <Equation tex="\hat{w}=\frac{w-\mu_w}{\sigma_w+\varepsilon}" />
    <p>
      Images play no part, so it goes with any norm and any batch size. The gradient comes back through the
      same formula and leaves there whatever points along (1, …, 1) or along the filter:
    </p>
    <Equation tex="\nabla_{\!w}L=\frac{1}{\sigma_w}\bigl(g-\overline{g}-\hat{w}\,\overline{g\,\hat{w}}\bigr)" />
    <p>
      A gradient step turns a filter; it cannot simply shift or stretch it. Qiao et al. put the benefit down
      to a smoother loss, as <PaperLink paper="landscape" /> do for batch norm. <i>Loss landscape</i> under{' '}
      <i>Inside the network</i> measures it.
    </p>
    <p>
      Scaled WS (<PaperLink paper="scaled" />) is made for no norm at all. A filter of <i>K</i> weights is
      also divided by √<i>K</i>, so that its output is no larger than its input, and multiplied by √(2 / (1 −
      1/π)) ≈ 1.71 for what a ReLU takes away, and by a gain of its own that is trained:
    </p>
    <Equation tex="\hat{w}=g\,\sqrt{\frac{2}{1-1/\pi}}\,\frac{w-\mu_w}{\sqrt{(\sigma_w^2+\varepsilon)\,K}}" />
  </Lesson>
);

const WEIGHTS = [0.3, 0.5, 0.2, 0.1, 0.6, -0.2, -0.1, 0.4, 0];
const GRADIENT = [0.4, 0.1, -0.2, 0.5, 0.3, -0.3, 0.2, 0.6, -0.1];

/** Nine numbers between −1 and 1, with a tenth's precision. */
const drawn = (): number[] => WEIGHTS.map(() => Math.round(20 * Math.random() - 10) / 10);

function Figure() {
  const [weights, setWeights] = useState<readonly number[]>(WEIGHTS);
  const [gradient, setGradient] = useState<readonly number[]>(GRADIENT);
  const before = spreadOf(weights);
  const used = standardize(weights);
  const after = spreadOf(used);
  const back = weightGradient(weights, gradient);
  const words = ({ mean, deviation }: typeof before): string =>
    `mean ${decimal(mean)}, deviation ${decimal(deviation)}`;
  return (
    <>
      <div className="kernels">
        <KernelInput title="Kernel" words={words(before)} values={weights} onChange={setWeights} />
        <Kernel title="Used" words={words(after)} values={used} />
        <Kernel title="Gradient that arrives" words="of the kernel used" values={gradient} />
        <Kernel title="Gradient of the kernel" words="after the way back" values={back} />
      </div>
      <div className="learn-buttons">
        <button type="button" onClick={() => setWeights(drawn())}>
          Draw another kernel
        </button>
        <button type="button" onClick={() => setGradient(drawn())}>
          Draw another gradient
        </button>
      </div>
      <ComponentTable before={componentsOf(gradient, weights)} after={componentsOf(back, weights)} />
      <Reading>{describeFilter(before)}</Reading>
    </>
  );
}

/** What of a gradient goes where, before and after the way back through Weight Standardization. */
const ROWS = [
  { key: 'ones', name: 'along (1, …, 1)' },
  { key: 'kernel', name: 'along the kernel' },
  { key: 'rest', name: 'all the rest' },
] as const satisfies readonly { readonly key: keyof Components; readonly name: string }[];

interface ComponentTableProps {
  readonly before: Components;
  readonly after: Components;
}

const ComponentTable = ({ before, after }: ComponentTableProps) => (
  <table className="components">
    <caption>Length of the gradient</caption>
    <thead>
      <tr>
        <td />
        <th scope="col">before</th>
        <th scope="col">after</th>
      </tr>
    </thead>
    <tbody>
      {ROWS.map(({ key, name }) => (
        <tr key={key}>
          <th scope="row">{name}</th>
          <td>{decimal(before[key])}</td>
          <td>{decimal(after[key])}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
