/**
 * Dynamic tanh (Zhu et al. 2025), with one alpha a layer and no statistics:
 *
 *   t = tanh(alpha · x)      y = gamma · t + beta      dx = alpha · gamma · g · (1 − t²)
 *   dgamma = Σ g · t      dbeta = Σ g      dalpha = Σ gamma · g · (1 − t²) · x
 */
import { sizeOf } from '../../../network/layers.ts';
import { type Norm, type NormGradient, operandsOf } from '../../program/operation.ts';
import { dimensions } from '../../program/value.ts';
import type { Dispatch, Kernel } from '../kernel.ts';
import type { Lowering } from '../lowering.ts';
import { cutOff, letThrough } from '../relu.ts';
import type { NormLowering } from './lowering.ts';
import { sharesOf, sumOfRows } from './sums.ts';

/** WGSL's tanh may overflow, and loses what is left of small numbers. */
const TANH = `
fn tangent(x: f32) -> f32 {
  let size = abs(x);
  let square = x * x;
  let series = x * (1.0 + square * (-0.33333333 + square * (0.13333333 + square * (-0.053968254 + square * 0.021869488))));
  let e = exp(-2.0 * size);
  return select(sign(x) * (1.0 - e) / (1.0 + e), series, size < 0.25);
}`;

function affineOf(kernel: Kernel, task: Norm | NormGradient): Record<'gamma' | 'beta' | 'alpha', string> {
  const { gamma, beta, alpha } = operandsOf(task.reads, 'gamma', 'beta', 'alpha');
  const at = kernel.span('affine', { gamma, beta, alpha });
  return {
    ...{ gamma: `affine[${at.gamma}u + c]`, beta: `affine[${at.beta}u + c]` },
    alpha: `affine[${at.alpha}u]`,
  };
}

function lowerForward(task: Norm, lowering: Lowering): Dispatch[] {
  const { x } = task.reads;
  const { channels } = dimensions(x.shape);
  const kernel = lowering.kernel(`${task.layer}: ${task.norm.kind}`).bind('x', x).bind('y', task.writes.y);
  const { gamma, beta, alpha } = affineOf(kernel, task);
  return [
    kernel.forEach(sizeOf(x.shape), true, {
      outside: TANH,
      main: `
  let c = i % ${channels}u;
  let value = ${gamma} * tangent(${alpha} * x[i]) + ${beta};
  y[i] = ${cutOff(task.relu, 'value')};`,
    }),
  ];
}

function lowerGradient(task: NormGradient, lowering: Lowering): Dispatch[] {
  const { x, dy } = operandsOf(task.reads, 'x', 'dy');
  const { dx, dgamma, dbeta, dalpha } = operandsOf(task.writes, 'dx', 'dgamma', 'dbeta', 'dalpha');
  const { channels } = dimensions(x.shape);
  const label = `${task.layer}: ${task.norm.kind}, gradient`;
  const bound = (name: string) => {
    const kernel = lowering.kernel(name).bind('x', x).bind('dy', dy);
    const { gamma, beta, alpha } = affineOf(kernel, task);
    const before = `
        let t = tangent(${alpha} * x[i]);
        let g = ${letThrough(task.relu, 'dy[i]', `${gamma} * t + ${beta}`)};
        let slope = ${gamma} * g * (1.0 - t * t);`;
    return { kernel, before, alpha };
  };
  const sums = bound(`${label}, shares`);
  const { dispatch, shares, stretches } = sharesOf(
    ...([task, lowering, sums.kernel, x, sums.before, ['g', 'g * t', 'slope * x[i]'], TANH] as const),
  );
  const { parts } = stretches;
  const { threads } = lowering;
  const input = bound(label);
  const all = parts * channels;
  const last = lowering.kernel(`${label}, alpha`).bind('shares', shares).bind('dalpha', dalpha);
  return [
    input.kernel.bind('dx', dx).forEach(sizeOf(x.shape), true, {
      outside: TANH,
      main: `
  let c = i % ${channels}u;${input.before}
  let value = ${input.alpha} * slope;
  dx[i] = ${letThrough(task.masked, 'value', 'x[i]')};`,
    }),
    dispatch,
    sumOfRows(lowering, `${label}, sums`, shares, { dbeta, dgamma }, channels, {
      ...{ room: parts, code: `${parts}u` },
    }),
    last.dispatch(
      {
        outside: `var<workgroup> held: array<f32, ${threads}>;`,
        main: `
  var sum = 0.0;
  for (var i = thread; i < ${all}u; i += ${threads}u) { sum += shares[${2 * all}u + i]; }
  held[thread] = sum;
  workgroupBarrier();
  if (thread == 0u) {
    for (var i = 1u; i < ${threads}u; i++) { sum += held[i]; }
    dalpha[0] = sum;
  }`,
      },
      () => 1,
      threads,
    ),
  ];
}

export const dynamicTanh: NormLowering = { norm: lowerForward, gradient: lowerGradient };
