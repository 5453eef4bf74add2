/** Normalization over the channels of each pixel, a thread for one of them; equations as in byImage.ts. */
import { sizeOf } from '../../../network/layers.ts';
import { type Norm, type NormGradient, operandsOf } from '../../program/operation.ts';
import { dimensions } from '../../program/value.ts';
import { type Dispatch, f32 } from '../kernel.ts';
import type { Lowering } from '../lowering.ts';
import { cutOff, letThrough } from '../relu.ts';
import type { NormLowering } from './lowering.ts';
import { sharesOf, sumOfRows } from './sums.ts';

function lowerForward(task: Norm, lowering: Lowering): Dispatch[] {
  const { x, gamma, beta } = operandsOf(task.reads, 'x', 'gamma', 'beta');
  const { mean, inverseDeviation } = operandsOf(task.writes, 'mean', 'inverseDeviation');
  const { channels } = dimensions(x.shape);
  const kernel = lowering.kernel(`${task.layer}: ${task.norm.kind}`).bind('x', x).bind('y', task.writes.y);
  const at = kernel.span('affine', { gamma, beta });
  const own = kernel.span('statistics', { mean, inverseDeviation });
  return [
    kernel.forEach(sizeOf(x.shape) / channels, true, {
      main: `
  let start = i * ${channels}u;
  var sum = 0.0;
  for (var c = 0u; c < ${channels}u; c++) { sum += x[start + c]; }
  let mean = sum / ${f32(channels)};
  var squares = 0.0;
  for (var c = 0u; c < ${channels}u; c++) { let d = x[start + c] - mean; squares += d * d; }
  let r = 1.0 / sqrt(squares / ${f32(channels)} + ${f32(task.norm.epsilon)});
  statistics[${own.mean}u + i] = mean;
  statistics[${own.inverseDeviation}u + i] = r;
  for (var c = 0u; c < ${channels}u; c++) {
    let value = (x[start + c] - mean) * r * affine[${at.gamma}u + c] + affine[${at.beta}u + c];
    y[start + c] = ${cutOff(task.relu, 'value')};
  }`,
    }),
  ];
}

function lowerGradient(task: NormGradient, lowering: Lowering): Dispatch[] {
  const { x, dy, gamma, beta } = operandsOf(task.reads, 'x', 'dy', 'gamma', 'beta');
  const { mean, inverseDeviation } = operandsOf(task.reads, 'mean', 'inverseDeviation');
  const { dx, dgamma, dbeta } = operandsOf(task.writes, 'dx', 'dgamma', 'dbeta');
  const { channels } = dimensions(x.shape);
  const label = `${task.layer}: ${task.norm.kind}, gradient`;
  const bound = (name: string) => {
    const kernel = lowering.kernel(name).bind('x', x).bind('dy', dy);
    const at = kernel.span('affine', { gamma, beta });
    const own = kernel.span('statistics', { mean, inverseDeviation });
    const of = (pixel: string): string => `
        let mean = statistics[${own.mean}u + ${pixel}];
        let r = statistics[${own.inverseDeviation}u + ${pixel}];`;
    const each = `
        let hat = (x[i] - mean) * r;
        let scale = affine[${at.gamma}u + c];
        let g = ${letThrough(task.relu, 'dy[i]', `hat * scale + affine[${at.beta}u + c]`)};`;
    return { kernel, of, each };
  };
  const input = bound(label);
  const over = (body: string): string => `
  for (var c = 0u; c < ${channels}u; c++) {
        let i = pixel * ${channels}u + c;${input.each}
${body}
  }`;
  const n = f32(channels);
  const sums = bound(`${label}, shares`);
  const { dispatch, shares, stretches } = sharesOf(
    ...([task, lowering, sums.kernel, x, sums.of('pixel') + sums.each, ['g', 'g * hat']] as const),
  );
  return [
    input.kernel.bind('dx', dx).forEach(sizeOf(x.shape) / channels, true, {
      main: `
  let pixel = i;${input.of('pixel')}
  var sum = 0.0;
  var product = 0.0;${over('        sum += g * scale;\n        product += g * scale * hat;')}
  let offCentre = sum / ${n};
  let along = product / ${n};${over(`        let value = r * (g * scale - offCentre - hat * along);
        dx[i] = ${letThrough(task.masked, 'value', 'x[i]')};`)}`,
    }),
    dispatch,
    sumOfRows(lowering, `${label}, sums`, shares, { dbeta, dgamma }, channels, {
      ...{ room: stretches.parts, code: `${stretches.parts}u` },
    }),
  ];
}

export const byPixel: NormLowering = { norm: lowerForward, gradient: lowerGradient };
