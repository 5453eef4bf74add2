/**
 * Batch normalization and its kin: statistics of a channel over the whole minibatch, in three passes each way (two where
 * they are not the minibatch's own). With μ and σ² of n values a channel, r = 1 / √(σ² + ε):
 *
 *   x̂ = (x − μ) · r      y = x̂ · scale + shift      scale = γ, shift = β
 *   dβ = Σ g      dγ = Σ g·x̂      dx = r · scale · (g − Σ g / n − x̂ · Σ g·x̂ / n)
 *
 * Batch renorm: scale = γ · ratio and shift = γ · offset + β, and dγ = ratio · Σ g·x̂ + offset · Σ g (see Limits).
 * Estimated or moving statistics are constants to the gradient: dx = r · scale · g.
 */
import { type Norm, type NormGradient, type NormInference, operandsOf } from '../../program/operation.ts';
import { dimensions, type Value } from '../../program/value.ts';
import { type Dispatch, f32 } from '../kernel.ts';
import type { Lowering } from '../lowering.ts';
import type { NormLowering } from './lowering.ts';
import { overChannels, overStretch, sharesOf, stretchesOf, sumDown } from './sums.ts';

const channelsOf = (value: Value): number => dimensions(value.shape).channels;

/** WGSL that joins the moments of stretches to those of a minibatch: `n`, `mean` and `squares`, Σ (x − mean)². */
const join = (parts: number, channels: number, pixels: string, length: string): string => `
  let n = f32(${pixels});
  var sum = 0.0;
  for (var p = 0u; p < ${parts}u; p++) {
    sum += moments[p * ${channels}u + i] * f32(min((p + 1u) * ${length}, ${pixels}) - min(p * ${length}, ${pixels}));
  }
  let mean = sum / n;
  var squares = 0.0;
  for (var p = 0u; p < ${parts}u; p++) {
    let d = moments[p * ${channels}u + i] - mean;
    let count = f32(min((p + 1u) * ${length}, ${pixels}) - min(p * ${length}, ${pixels}));
    squares += moments[${parts * channels}u + p * ${channels}u + i] + count * d * d;
  }`;

/** This step's share of the way to the limits' ends; step 0 is at the end. */
const limits = ({ norm }: Norm): string =>
  norm.limits
    ? `
  let share = select(min(1.0, f32(frame.step - 1u) / ${f32(Math.max(norm.limits.updates, 1))}), 1.0, frame.step == 0u || ${norm.limits.updates}u == 0u);
  let rLimit = 1.0 + share * ${f32(norm.limits.rMax - 1)};
  let dLimit = share * ${f32(norm.limits.dMax)};`
    : '';

function lowerForward(task: Norm, lowering: Lowering): Dispatch[] {
  const { norm, layer } = task;
  const { x, gamma, beta } = operandsOf(task.reads, 'x', 'gamma', 'beta');
  const { mean, inverseDeviation } = operandsOf(task.writes, 'mean', 'inverseDeviation');
  const { ratio, offset, movingMean, movingVariance } = task.writes as Readonly<Record<string, Value>>;
  const channels = channelsOf(x);
  const stretches = stretchesOf(lowering, x);
  const { parts, pixels, length, lanes } = stretches;
  const label = `${layer}: ${norm.kind}`;
  const moments = lowering.workspace(task, 'moments', 2 * parts * channels);
  const first = lowering.kernel(`${label}, moments`).bind('x', x).bind('moments', moments);
  const measure = first.dispatch(
    {
      outside: `${sumDown(stretches)}
var<workgroup> means: array<f32, ${lanes}>;`,
      main: overChannels(
        stretches,
        `    let count = f32(min((workgroup + 1u) * ${length}, ${pixels}) - min(workgroup * ${length}, ${pixels}));
    var sum = 0.0;${overStretch(stretches, '        sum += x[i];')}
    let total = down(sum, thread);
    if (thread < ${lanes}u) { means[thread] = select(0.0, total / count, count > 0.0); }
    workgroupBarrier();
    let mean = means[thread % ${lanes}u];
    var squares = 0.0;${overStretch(stretches, '        let d = x[i] - mean;\n        squares += d * d;')}
    let all = down(squares, thread);
    if (there && row == 0u) {
      moments[workgroup * ${channels}u + c] = mean;
      moments[(${parts}u + workgroup) * ${channels}u + c] = all;
    }`,
      ),
    },
    () => parts,
    lowering.threads,
  );

  const second = lowering.kernel(`${label}, statistics`).bind('moments', moments);
  const own = second.span('statistics', { mean, inverseDeviation, ratio, offset });
  const moving = movedArrays(task);
  const at = moving && second.span('moving', moving);
  const movedMean = at && `moving[${at.movingMean}u + i]`;
  const movedVariance = at && `moving[${at.movingVariance}u + i]`;
  const momentum = f32(norm.momentum ?? 1);
  const rest = f32(1 - (norm.momentum ?? 1));
  const moves = movingMean && movingVariance;
  const settled = norm.estimated
    ? `
  let old = ${movedMean};
  let usedMean = ${momentum} * old + ${rest} * mean;
  let used = ${momentum} * ${movedVariance} + ${rest} * (squares / n + (mean - old) * (mean - old));
  statistics[${own.mean}u + i] = usedMean;
  statistics[${own.inverseDeviation}u + i] = 1.0 / sqrt(used + ${f32(norm.epsilon)});${
    moves ? `\n  ${movedMean} = usedMean;\n  ${movedVariance} = used;` : ''
  }`
    : `
  let deviation = sqrt(squares / n + ${f32(norm.epsilon)});
  statistics[${own.mean}u + i] = mean;
  statistics[${own.inverseDeviation}u + i] = 1.0 / deviation;${
    norm.limits
      ? `${limits(task)}
  let remembered = sqrt(${movedVariance} + ${f32(norm.epsilon)});
  statistics[${own.ratio}u + i] = clamp(deviation / remembered, 1.0 / rLimit, rLimit);
  statistics[${own.offset}u + i] = clamp((mean - ${movedMean}) / remembered, -dLimit, dLimit);`
      : ''
  }${
    moves
      ? `
  ${movedMean} = ${momentum} * ${movedMean} + ${rest} * mean;
  ${movedVariance} = ${momentum} * ${movedVariance} + ${rest} * squares / max(n - 1.0, 1.0);`
      : ''
  }`;
  const settle = second.forEach(channels, false, { main: join(parts, channels, pixels, length) + settled });

  const third = lowering.kernel(`${label}, normalize`).bind('x', x).bind('y', task.writes.y);
  return [
    measure,
    settle,
    normalize(third, task, { gamma, beta }, { mean, inverseDeviation, ratio, offset }),
  ];
}

/** What the norm moves, where it reads or moves it. */
function movedArrays(task: Norm): { movingMean: Value; movingVariance: Value } | undefined {
  const { movingMean, movingVariance } = { ...task.reads, ...task.writes } as Readonly<Record<string, Value>>;
  return movingMean && movingVariance ? { movingMean, movingVariance } : undefined;
}

type Statistics = Readonly<Record<'mean' | 'inverseDeviation' | 'ratio' | 'offset', Value | undefined>>;

function normalize(
  kernel: ReturnType<Lowering['kernel']>,
  task: Norm,
  affine: { readonly gamma: Value; readonly beta: Value },
  statistics: Statistics,
): Dispatch {
  const { x } = task.reads;
  const channels = channelsOf(x);
  const at = kernel.span('affine', { ...affine });
  const own = kernel.span('statistics', statistics);
  const corrected = task.norm.limits
    ? `hat * statistics[${own.ratio}u + c] + statistics[${own.offset}u + c]`
    : 'hat';
  return kernel.forEach(
    x.shape.reduce((a, b) => a * b, 1),
    true,
    {
      main: `
  let c = i % ${channels}u;
  let hat = (x[i] - statistics[${own.mean}u + c]) * statistics[${own.inverseDeviation}u + c];
  let value = (${corrected}) * affine[${at.gamma}u + c] + affine[${at.beta}u + c];
  y[i] = ${task.relu ? 'select(value, 0.0, value < 0.0)' : 'value'};`,
    },
  );
}

function lowerInference(task: NormInference, lowering: Lowering): Dispatch[] {
  const { x, gamma, beta } = operandsOf(task.reads, 'x', 'gamma', 'beta');
  const { movingMean, movingVariance } = operandsOf(task.reads, 'movingMean', 'movingVariance');
  const { y, inverseDeviation } = operandsOf(task.writes, 'y', 'inverseDeviation');
  const channels = channelsOf(x);
  const kernel = lowering.kernel(`${task.layer}: ${task.norm.kind}, by moving statistics`);
  kernel.bind('x', x).bind('y', y).bind('inverse', inverseDeviation);
  const at = kernel.span('affine', { gamma, beta });
  const moving = kernel.span('moving', { movingMean, movingVariance });
  return [
    kernel.forEach(
      x.shape.reduce((a, b) => a * b, 1),
      true,
      {
        main: `
  let c = i % ${channels}u;
  let r = 1.0 / sqrt(moving[${moving.movingVariance}u + c] + ${f32(task.norm.epsilon)});
  if (i < ${channels}u) { inverse[i] = r; }
  let value = (x[i] - moving[${moving.movingMean}u + c]) * r * affine[${at.gamma}u + c] + affine[${at.beta}u + c];
  y[i] = ${task.relu ? 'select(value, 0.0, value < 0.0)' : 'value'};`,
      },
    ),
  ];
}

function lowerGradient(task: NormGradient, lowering: Lowering): Dispatch[] {
  const { x, dy, gamma, beta } = operandsOf(task.reads, 'x', 'dy', 'gamma', 'beta');
  const { mean, inverseDeviation, ratio, offset } = task.reads as Readonly<Record<string, Value>>;
  const { dx, dgamma, dbeta } = operandsOf(task.writes, 'dx', 'dgamma', 'dbeta');
  if (!mean || !inverseDeviation) throw new Error(`${task.layer}: a gradient without statistics`);
  const channels = channelsOf(x);
  const label = `${task.layer}: ${task.norm.kind}, gradient`;
  /** What each value needs: `hat`, `scale` and `g`. */
  const bound = (name: string) => {
    const kernel = lowering.kernel(`${label}, ${name}`).bind('x', x).bind('dy', dy);
    const at = kernel.span('affine', { gamma, beta });
    kernel.bind('means', mean);
    const own = kernel.span('statistics', { inverseDeviation, ratio, offset });
    const [scale, shift] =
      ratio && offset
        ? [
            `affine[${at.gamma}u + c] * statistics[${own.ratio}u + c]`,
            `affine[${at.gamma}u + c] * statistics[${own.offset}u + c] + affine[${at.beta}u + c]`,
          ]
        : [`affine[${at.gamma}u + c]`, `affine[${at.beta}u + c]`];
    const before = `
        let r = statistics[${own.inverseDeviation}u + c];
        let hat = (x[i] - means[c]) * r;
        let scale = ${scale};
        let g = ${task.relu ? `select(0.0, dy[i], hat * scale + ${shift} > 0.0)` : 'dy[i]'};`;
    return { kernel, before };
  };
  const products = bound('products');
  const { dispatch, shares, stretches } = sharesOf(task, lowering, products.kernel, x, products.before, [
    'g',
    'g * hat',
  ]);
  const sums = lowering.workspace(task, 'sums', 2 * channels);
  const second = lowering.kernel(`${label}, sums`).bind('shares', shares).bind('sums', sums);
  const at = second.span('gradients', { dgamma, dbeta });
  const own = ratio && offset ? second.span('statistics', { ratio, offset }) : undefined;
  const add = second.forEach(channels, false, {
    main: `
  var sum = 0.0;
  var product = 0.0;
  for (var p = 0u; p < ${stretches.parts}u; p++) {
    sum += shares[p * ${channels}u + i];
    product += shares[(${stretches.parts}u + p) * ${channels}u + i];
  }
  let n = f32(${stretches.pixels});
  sums[i] = sum / n;
  sums[${channels}u + i] = product / n;
  gradients[${at.dbeta}u + i] = sum;
  gradients[${at.dgamma}u + i] = ${own ? `statistics[${own.ratio}u + i] * product + statistics[${own.offset}u + i] * sum` : 'product'};`,
  });
  const third = bound('input');
  third.kernel.bind('dx', dx);
  if (!task.fixed) third.kernel.bind('sums', sums);
  const value = task.fixed ? 'r * scale * g' : `r * scale * (g - sums[c] - hat * sums[${channels}u + c])`;
  const input = third.kernel.forEach(
    x.shape.reduce((a, b) => a * b, 1),
    true,
    {
      main: `
  let c = i % ${channels}u;${third.before}
  let value = ${value};
  dx[i] = ${task.masked ? 'select(0.0, value, x[i] > 0.0)' : 'value'};`,
    },
  );
  return [dispatch, add, input];
}

export const byMinibatch: NormLowering = {
  norm: lowerForward,
  inference: lowerInference,
  gradient: lowerGradient,
};
