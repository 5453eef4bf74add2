/** Weight standardization, plain and scaled, a filter at a time: with u = w − mean and K weights, equations at each. */
import { SCALED_WS } from '../../network/layers.ts';
import type {
  ScaleWeights,
  ScaleWeightsGradient,
  Standardize,
  StandardizeGradient,
} from '../program/operation.ts';
import { matrixOf, type Value } from '../program/value.ts';
import { type Dispatch, f32, type Kernel } from './kernel.ts';
import type { Lowering } from './lowering.ts';

/** Filters of a workgroup side by side. */
const ACROSS = 16;

/** `down`: weights of each that are worked on at the same time. */
const outside = (down: number): string => `
const down = ${down}u;
var<workgroup> held: array<f32, ${ACROSS * down}>;
fn total(value: f32, thread: u32) -> f32 {
  workgroupBarrier();
  held[thread] = value;
  workgroupBarrier();
  var sum = 0.0;
  for (var r = 0u; r < down; r++) { sum += held[r * ${ACROSS}u + thread % ${ACROSS}u]; }
  return sum;
}`;

/** Over a filter's weights: WGSL knows the weight's place `i`, and its `filter`. */
const over = (inputs: number, outputs: number, body: string): string => `
  if (there) { for (var row = thread / ${ACROSS}u; row < ${inputs}u; row += down) {
    let i = row * ${outputs}u + filter_;
${body}
  } }`;

function forFilters(
  { threads }: Lowering,
  kernel: Kernel,
  weights: Value,
  main: (over: (body: string) => string) => string,
): Dispatch {
  const [inputs, outputs] = matrixOf(weights);
  const begin = `
  let filter_ = workgroup * ${ACROSS}u + thread % ${ACROSS}u;
  let there = filter_ < ${outputs}u;
  let first = there && thread < ${ACROSS}u;`;
  const body = begin + main((text) => over(inputs, outputs, text));
  return kernel.dispatch(
    { outside: outside(threads / ACROSS), main: body },
    () => Math.ceil(outputs / ACROSS),
    threads,
  );
}

/** WGSL: `mean` and `variance` of a filter. */
const moments = (inputs: number, over: (body: string) => string): string => `
  var sum = 0.0;${over('    sum += kernel[i];')}
  let mean = total(sum, thread) / ${f32(inputs)};
  var squares = 0.0;${over('    let u = kernel[i] - mean; squares += u * u;')}
  let variance = total(squares, thread) / ${f32(inputs)};`;

/** y = u / (σ + ε), σ = √(Σ u² / K) */
export function standardize(task: Standardize, lowering: Lowering): Dispatch[] {
  const { kernel } = task.reads;
  const { standardized, deviation } = task.writes;
  const [inputs] = matrixOf(kernel);
  const bound = lowering.kernel(`${task.layer}: standardize`).bind('kernel', kernel);
  bound.bind('standardized', standardized).bind('deviation', deviation);
  return [
    forFilters(
      lowering,
      bound,
      kernel,
      (over) => `${moments(inputs, over)}
  let s = sqrt(variance);
  if (first) { deviation[filter_] = s; }${over(`    standardized[i] = (kernel[i] - mean) / (s + ${f32(task.epsilon)});`)}`,
    ),
  ];
}

/** dw = (g − Σ g / K) / (σ + ε) − y · Σ g·y / (K·σ) */
export function standardizeGradient(task: StandardizeGradient, lowering: Lowering): Dispatch[] {
  const { gradient, standardized, deviation } = task.reads;
  const { dkernel } = task.writes;
  const n = f32(matrixOf(dkernel)[0]);
  const bound = lowering.kernel(`${task.layer}: standardize-gradient`).bind('gradient', gradient);
  bound.bind('standardized', standardized).bind('deviation', deviation).bind('dkernel', dkernel);
  return [
    forFilters(
      lowering,
      bound,
      dkernel,
      (over) => `
  var sum = 0.0;
  var product = 0.0;${over('    sum += gradient[i];\n    product += gradient[i] * standardized[i];')}
  let mean = total(sum, thread) / ${n};
  let along = total(product, thread) / ${n};
  let s = select(1.0, deviation[min(filter_, arrayLength(&deviation) - 1u)], there);
  let slope = select(0.0, along / s, s > 0.0);${over(`    dkernel[i] = (gradient[i] - mean) / (s + ${f32(task.epsilon)}) - standardized[i] * slope;`)}`,
    ),
  ];
}

const { epsilon, factor } = SCALED_WS;

/** y = gain · u · q, q = factor / √((σ² + ε) · K) */
export function scaleWeights(task: ScaleWeights, lowering: Lowering): Dispatch[] {
  const { kernel, gain } = task.reads;
  const [inputs, outputs] = matrixOf(kernel);
  const bound = lowering.kernel(`${task.layer}: scale-weights`);
  bound.bind('kernel', kernel).bind('gain', gain).bind('scaled', task.writes.scaled);
  return [
    forFilters(
      lowering,
      bound,
      kernel,
      (over) => `${moments(inputs, over)}
  let q = ${f32(factor)} / sqrt((variance + ${f32(epsilon)}) * ${f32(inputs)});
  let scale = q * gain[min(filter_, ${outputs - 1}u)];${over('    scaled[i] = (kernel[i] - mean) * scale;')}`,
    ),
  ];
}

/** With h = gain · g: dw = q · (h − Σ h / K) − u · q · Σ h·u / ((σ² + ε) · K), dgain = q · Σ g·u */
export function scaleWeightsGradient(task: ScaleWeightsGradient, lowering: Lowering): Dispatch[] {
  const { gradient, kernel, gain } = task.reads;
  const { dkernel, dgain } = task.writes;
  const [inputs, outputs] = matrixOf(kernel);
  const n = f32(inputs);
  const bound = lowering.kernel(`${task.layer}: scale-weights-gradient`).bind('gradient', gradient);
  bound.bind('kernel', kernel).bind('gain', gain);
  bound.bind('dkernel', dkernel).bind('dgain', dgain);
  return [
    forFilters(
      lowering,
      bound,
      kernel,
      (over) => `${moments(inputs, over)}
  let q = ${f32(factor)} / sqrt((variance + ${f32(epsilon)}) * ${n});
  var all = 0.0;
  var product = 0.0;${over('    all += gradient[i];\n    product += gradient[i] * (kernel[i] - mean);')}
  let average = total(all, thread) / ${n};
  let along = total(product, thread);
  let scale = q * gain[min(filter_, ${outputs - 1}u)];
  if (first) { dgain[filter_] = q * along; }
  let slope = along / ((variance + ${f32(epsilon)}) * ${n});${over(
    `    dkernel[i] = scale * (gradient[i] - average - (kernel[i] - mean) * slope);`,
  )}`,
    ),
  ];
}
