/**
 * Batch normalization and its kin: statistics of a channel over the whole minibatch, in one pass each way where that is small
 * and in three where it is not. With μ and σ² of n values a channel, r = 1 / √(σ² + ε):
 *
 *   x̂ = (x − μ) · r      y = x̂ · scale + shift      scale = γ, shift = β
 *   dβ = Σ g      dγ = Σ g·x̂      dx = r · scale · (g − Σ g / n − x̂ · Σ g·x̂ / n)
 *
 * Batch renorm: scale = γ · ratio and shift = γ · offset + β, and dγ = ratio · Σ g·x̂ + offset · Σ g (see Limits).
 * Estimated or moving statistics are constants to the gradient: dx = r · scale · g.
 */
import { sizeOf } from '../../../network/layers.ts';
import { type Norm, type NormGradient, type NormInference, operandsOf } from '../../program/operation.ts';
import { dimensions, type Value } from '../../program/value.ts';
import { type Dispatch, f32, type Kernel } from '../kernel.ts';
import type { Lowering } from '../lowering.ts';
import { cutOff, letThrough } from '../relu.ts';
import type { NormLowering } from './lowering.ts';
import { overStretch, placeIn, sharesOf, stretchesOf, sumDown, workgroupsOf } from './sums.ts';

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

/** Values of a channel that one workgroup goes over sooner than several would and then each other's sums. */
const FEW = 2048;
const isSmall = (lowering: Lowering, x: Value): boolean =>
  (sizeOf(x.shape) / channelsOf(x)) * lowering.batch <= FEW;

function lowerForward(task: Norm, lowering: Lowering): Dispatch[] {
  const { x } = task.reads;
  const small = isSmall(lowering, x);
  const channels = channelsOf(x);
  const stretches = stretchesOf(lowering, x, small);
  const { parts, pixels, length, lanes } = stretches;
  const label = `${task.layer}: ${task.norm.kind}`;
  const groups = (): number => workgroupsOf(stretches);
  /** `mean` of the workgroup's stretch, of `count` pixels, and in threads of the first row `all`, Σ (x − mean)². */
  const measure = `${placeIn(stretches)}
  let count = f32(min((part + 1u) * ${length}, ${pixels}) - min(part * ${length}, ${pixels}));
  var sum = 0.0;${overStretch(stretches, '        sum += x[i];')}
  let total = down(sum, thread);
  if (thread < ${lanes}u) { means[thread] = select(0.0, total / count, count > 0.0); }
  workgroupBarrier();
  let mean = means[lane];
  var squares = 0.0;${overStretch(stretches, '        let d = x[i] - mean;\n        squares += d * d;')}
  let all = down(squares, thread);`;
  const outside = `${sumDown(stretches)}\nvar<workgroup> means: array<f32, ${lanes}>;`;
  if (small) {
    const kernel = lowering.kernel(label).bind('x', x).bind('y', task.writes.y);
    const own = kernel.span('statistics', statisticsOf(task));
    const main = `${measure}
  let n = count;
  if (there && row == 0u) {
    squares = all;${settle(kernel, task, own)}
  }
  storageBarrier();${overStretch(stretches, normalize(kernel, task, own))}`;
    return [kernel.dispatch({ outside, main }, groups, lowering.threads)];
  }

  const moments = lowering.workspace(task, 'moments', 2 * parts * channels);
  const first = lowering.kernel(`${label}, moments`).bind('x', x).bind('moments', moments);
  const main = `${measure}
  if (there && row == 0u) {
    moments[part * ${channels}u + c] = mean;
    moments[(${parts}u + part) * ${channels}u + c] = all;
  }`;
  const second = lowering.kernel(`${label}, statistics`).bind('moments', moments);
  const settled = settle(second, task, second.span('statistics', statisticsOf(task)));
  const third = lowering.kernel(`${label}, normalize`).bind('x', x).bind('y', task.writes.y);
  const normalized = normalize(third, task, third.span('statistics', statisticsOf(task)));
  return [
    first.dispatch({ outside, main }, groups, lowering.threads),
    second.forEach(channels, false, {
      main: `\n  let c = i;${join(parts, channels, pixels, length)}${settled}`,
    }),
    third.forEach(sizeOf(x.shape), true, { main: `\n  let c = i % ${channels}u;${normalized}` }),
  ];
}

const statisticsOf = ({ writes }: Norm): Statistics => {
  const { mean, inverseDeviation } = operandsOf(writes, 'mean', 'inverseDeviation');
  const { ratio, offset } = writes as Readonly<Record<string, Value>>;
  return { mean, inverseDeviation, ratio, offset };
};

/** WGSL: from `n`, `mean` and `squares` of channel `c` to what it is normalized with, and to what is remembered. */
function settle(kernel: Kernel, task: Norm, own: Places): string {
  const { norm } = task;
  const { movingMean, movingVariance } = task.writes as Readonly<Record<string, Value>>;
  const moving = movedArrays(task);
  const at = moving && kernel.span('moving', moving);
  const movedMean = at && `moving[${at.movingMean}u + c]`;
  const movedVariance = at && `moving[${at.movingVariance}u + c]`;
  const momentum = f32(norm.momentum ?? 1);
  const rest = f32(1 - (norm.momentum ?? 1));
  const moves = movingMean && movingVariance;
  if (norm.estimated)
    return `
  let old = ${movedMean};
  let usedMean = ${momentum} * old + ${rest} * mean;
  let used = ${momentum} * ${movedVariance} + ${rest} * (squares / n + (mean - old) * (mean - old));
  statistics[${own.mean}u + c] = usedMean;
  statistics[${own.inverseDeviation}u + c] = 1.0 / sqrt(used + ${f32(norm.epsilon)});${
    moves ? `\n  ${movedMean} = usedMean;\n  ${movedVariance} = used;` : ''
  }`;
  return `
  let deviation = sqrt(squares / n + ${f32(norm.epsilon)});
  statistics[${own.mean}u + c] = mean;
  statistics[${own.inverseDeviation}u + c] = 1.0 / deviation;${
    norm.limits
      ? `${limits(task)}
  let remembered = sqrt(${movedVariance} + ${f32(norm.epsilon)});
  statistics[${own.ratio}u + c] = clamp(deviation / remembered, 1.0 / rLimit, rLimit);
  statistics[${own.offset}u + c] = clamp((mean - ${movedMean}) / remembered, -dLimit, dLimit);`
      : ''
  }${
    moves
      ? `
  ${movedMean} = ${momentum} * ${movedMean} + ${rest} * mean;
  ${movedVariance} = ${momentum} * ${movedVariance} + ${rest} * squares / max(n - 1.0, 1.0);`
      : ''
  }`;
}

/** What the norm moves, where it reads or moves it. */
function movedArrays(task: Norm): { movingMean: Value; movingVariance: Value } | undefined {
  const { movingMean, movingVariance } = { ...task.reads, ...task.writes } as Readonly<Record<string, Value>>;
  return movingMean && movingVariance ? { movingMean, movingVariance } : undefined;
}

type Statistics = Readonly<Record<'mean' | 'inverseDeviation' | 'ratio' | 'offset', Value | undefined>>;
type Places = Readonly<Record<keyof Statistics, number>>;

/** WGSL of value `i` of channel `c`. @param own where its statistics are */
function normalize(kernel: Kernel, task: Norm, own: Places): string {
  const at = kernel.span('affine', operandsOf(task.reads, 'gamma', 'beta'));
  const corrected = task.norm.limits
    ? `hat * statistics[${own.ratio}u + c] + statistics[${own.offset}u + c]`
    : 'hat';
  return `
  let hat = (x[i] - statistics[${own.mean}u + c]) * statistics[${own.inverseDeviation}u + c];
  let value = (${corrected}) * affine[${at.gamma}u + c] + affine[${at.beta}u + c];
  y[i] = ${cutOff(task.relu, 'value')};`;
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
    kernel.forEach(sizeOf(x.shape), true, {
      main: `
  let c = i % ${channels}u;
  let r = 1.0 / sqrt(moving[${moving.movingVariance}u + c] + ${f32(task.norm.epsilon)});
  if (i < ${channels}u) { inverse[i] = r; }
  let value = (x[i] - moving[${moving.movingMean}u + c]) * r * affine[${at.gamma}u + c] + affine[${at.beta}u + c];
  y[i] = ${cutOff(task.relu, 'value')};`,
    }),
  ];
}

function lowerGradient(task: NormGradient, lowering: Lowering): Dispatch[] {
  const { x, dy, gamma, beta } = operandsOf(task.reads, 'x', 'dy', 'gamma', 'beta');
  const { mean, inverseDeviation, ratio, offset } = task.reads as Readonly<Record<string, Value>>;
  const { dx, dgamma, dbeta } = operandsOf(task.writes, 'dx', 'dgamma', 'dbeta');
  if (!mean || !inverseDeviation) throw new Error(`${task.layer}: a gradient without statistics`);
  const small = isSmall(lowering, x);
  const channels = channelsOf(x);
  const label = `${task.layer}: ${task.norm.kind}, gradient`;
  const limited = ratio && offset;
  /** WGSL of what each value needs, `hat`, `scale` and `g`, and of its `dx` by the means of g and of g · x̂. */
  const bound = (name: string) => {
    const kernel = lowering.kernel(name).bind('x', x).bind('dy', dy).bind('means', mean);
    const at = kernel.span('affine', { gamma, beta });
    const own = kernel.span('statistics', { inverseDeviation, ratio, offset });
    const scale = `affine[${at.gamma}u + c]${limited ? ` * statistics[${own.ratio}u + c]` : ''}`;
    const shift = `${limited ? `affine[${at.gamma}u + c] * statistics[${own.offset}u + c] + ` : ''}affine[${at.beta}u + c]`;
    const before = `
      let r = statistics[${own.inverseDeviation}u + c];
      let hat = (x[i] - means[c]) * r;
      let scale = ${scale};
      let g = ${letThrough(task.relu, 'dy[i]', `hat * scale + ${shift}`)};`;
    const result = (meanOfG: string, meanOfProduct: string): string => `
      let value = ${task.fixed ? 'r * scale * g' : `r * scale * (g - ${meanOfG} - hat * ${meanOfProduct})`};
      dx[i] = ${letThrough(task.masked, 'value', 'x[i]')};`;
    return { kernel, own, before, result };
  };
  /** WGSL: from `sum` and `product` over all values of channel `c` to the gradients of gamma and beta. */
  const settle = (kernel: Kernel, own: Record<'ratio' | 'offset', number> | undefined): string => {
    const at = kernel.span('gradients', { dgamma, dbeta });
    const whole =
      limited && own
        ? `statistics[${own.ratio}u + c] * product + statistics[${own.offset}u + c] * sum`
        : 'product';
    return `
  gradients[${at.dbeta}u + c] = sum;
  gradients[${at.dgamma}u + c] = ${whole};`;
  };

  if (small) {
    const stretches = stretchesOf(lowering, x, true);
    const { kernel, own, before, result } = bound(label);
    kernel.bind('dx', dx);
    const main = `${placeIn(stretches)}
  var sums = 0.0;
  var products = 0.0;${overStretch(stretches, `${before}\n      sums += g;\n      products += g * hat;`)}
  let sum = down(sums, thread);
  let product = down(products, thread);
  let n = f32(${stretches.pixels});
  if (row == 0u) { averages[lane] = vec2f(sum, product) / n; }
  if (there && row == 0u) {${settle(kernel, own)}
  }
  workgroupBarrier();
  let average = averages[lane];${overStretch(stretches, before + result('average.x', 'average.y'))}`;
    const outside = `${sumDown(stretches)}\nvar<workgroup> averages: array<vec2f, ${stretches.lanes}>;`;
    return [kernel.dispatch({ outside, main }, () => workgroupsOf(stretches), lowering.threads)];
  }

  const products = bound(`${label}, products`);
  const { dispatch, shares, stretches } = sharesOf(
    ...([task, lowering, products.kernel, x, products.before, ['g', 'g * hat']] as const),
  );
  const sums = lowering.workspace(task, 'sums', 2 * channels);
  const second = lowering.kernel(`${label}, sums`).bind('shares', shares).bind('sums', sums);
  const third = bound(`${label}, input`);
  third.kernel.bind('dx', dx);
  if (!task.fixed) third.kernel.bind('sums', sums);
  return [
    dispatch,
    second.forEach(channels, false, {
      main: `
  let c = i;
  var sum = 0.0;
  var product = 0.0;
  for (var p = 0u; p < ${stretches.parts}u; p++) {
    sum += shares[p * ${channels}u + c];
    product += shares[(${stretches.parts}u + p) * ${channels}u + c];
  }
  let n = f32(${stretches.pixels});
  sums[c] = sum / n;
  sums[${channels}u + c] = product / n;${settle(second, limited && second.span('statistics', { ratio, offset }))}`,
    }),
    third.kernel.forEach(sizeOf(x.shape), true, {
      main: `
  let c = i % ${channels}u;${third.before}${third.result('sums[c]', `sums[${channels}u + c]`)}`,
    }),
  ];
}

export const byMinibatch: NormLowering = {
  norm: lowerForward,
  inference: lowerInference,
  gradient: lowerGradient,
};
