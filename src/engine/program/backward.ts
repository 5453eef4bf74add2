/**
 * The backward pass of a list of forward steps, from the last to the first. Whoever writes a gradient gives it the
 * border that the step before needs: a convolution forms its input gradient by convolving dy.
 */
import type {
  Conv2dLayer,
  DenseLayer,
  DropoutLayer,
  NormLayer,
  PlainLayer,
  Shape,
} from '../../network/layers.ts';
import { WS_EPSILON } from '../../network/layers.ts';
import type { Operation } from './operation.ts';
import { activation, parameter, type Tensor, workspace } from './tensor.ts';

/** A kernel after WS, and the deviation of each of its filters. */
export interface StandardizedKernel {
  readonly standardized: Tensor;
  readonly deviation: Tensor;
}

/** What the forward pass of a layer leaves behind for its backward pass. `relu`: it ended in one, y is its output. */
export type Step =
  | {
      readonly kind: 'conv2d';
      readonly layer: Conv2dLayer;
      readonly x: Tensor;
      /** As the convolution used it. */
      readonly kernel: Tensor;
      readonly standardized: StandardizedKernel | undefined;
      readonly relu: boolean;
      readonly y: Tensor;
    }
  | {
      readonly kind: 'dense';
      readonly layer: DenseLayer;
      readonly x: Tensor;
      readonly kernel: Tensor;
      readonly relu: boolean;
      readonly y: Tensor;
    }
  | {
      readonly kind: 'norm';
      readonly layer: NormLayer;
      readonly x: Tensor;
      readonly gamma: Tensor;
      readonly beta: Tensor;
      readonly mean: Tensor;
      readonly inverseDeviation: Tensor;
      readonly relu: boolean;
      readonly y: Tensor;
    }
  | {
      readonly kind: 'max-pool';
      readonly layer: PlainLayer;
      readonly x: Tensor;
      readonly argmax: Tensor;
      readonly y: Tensor;
    }
  | {
      readonly kind: 'dropout';
      readonly layer: DropoutLayer;
      readonly key: readonly [number, number];
      readonly rate: number;
      readonly y: Tensor;
    };

type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

const named = (name: string, shape: Shape): Tensor => parameter(name, shape, 'gradient');

/** Whether the step ends in a ReLU that the norm after it does not undo. */
const endsInRelu = (step: Step, after: Step | undefined): boolean =>
  (step.kind === 'conv2d' || step.kind === 'dense') && step.relu && after?.kind !== 'norm';

/**
 * @param gradients takes up the gradients, by parameter, which are then left in place; without it they update the
 * parameters
 */
export function backward(
  steps: readonly Step[],
  dlogits: Tensor,
  gradients?: Map<string, Tensor>,
): Operation[] {
  const operations: Operation[] = [];
  const updated: string[] = [];
  let dy = dlogits;
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i] as Step;
    const before = steps[i - 1];
    // Where a ReLU's gradient comes in between, that one gets the border.
    const border = before && endsInRelu(before, step) ? 0 : borderOfGradient(before, i - 1);
    if (endsInRelu(step, steps[i + 1])) {
      const { name } = step.layer;
      const own = borderOfGradient(step, i);
      const dx = own === 0 && dy.border === 0 ? dy : activation(`${name}/dy`, step.layer.output, own);
      operations.push({ kind: 'relu-gradient', layer: name, reads: { y: step.y, dy }, writes: { dx } });
      dy = dx;
    }
    const dx = before ? gradientFor(step, border, dy) : undefined;
    switch (step.kind) {
      case 'conv2d':
        operations.push(...conv2dBackward(step, dy, dx));
        updated.push(`${step.layer.name}/kernel`, `${step.layer.name}/bias`);
        break;
      case 'dense':
        operations.push(...denseBackward(step, dy, dx, gradients));
        updated.push(`${step.layer.name}/bias`);
        break;
      case 'norm':
        operations.push(normBackward(step, dy, dx ?? dy, before));
        updated.push(`${step.layer.name}/gamma`, `${step.layer.name}/beta`);
        break;
      case 'max-pool':
        if (!dx) break;
        operations.push({
          kind: 'max-pool-gradient',
          layer: step.layer.name,
          reads: { dy, argmax: step.argmax },
          writes: { dx },
        });
        break;
      case 'dropout':
        if (!dx) break;
        operations.push({
          kind: 'dropout',
          layer: step.layer.name,
          reads: { x: dy },
          writes: { y: dx },
          key: step.key,
          rate: step.rate,
        });
        break;
      default:
        step satisfies never;
    }
    if (dx) dy = dx;
  }
  if (!gradients) {
    operations.push({ kind: 'update', layer: 'optimizer', reads: {}, writes: {}, parameters: updated });
    return operations;
  }
  for (const operation of operations) {
    for (const tensor of Object.values<Tensor>(operation.writes)) {
      if (tensor.buffer.role === 'gradient') gradients.set(tensor.buffer.name, tensor);
    }
  }
  return operations;
}

/** The border around the gradient of a step's output; the first layer of all forms no input gradient. */
function borderOfGradient(step: Step | undefined, index: number): number {
  return step?.kind === 'conv2d' && index > 0 ? step.layer.kernelSize >> 1 : 0;
}

/** Where the gradient of the step's input goes: in place where nothing stands against it. */
function gradientFor(step: Step, border: number, dy: Tensor): Tensor {
  if (step.kind === 'dropout' && dy.border === border) return dy;
  const shape = step.kind === 'dropout' ? step.layer.output : step.x.shape;
  return activation(`${step.layer.name}/dx`, shape, border);
}

function conv2dBackward(step: StepOf<'conv2d'>, dy: Tensor, dx: Tensor | undefined): Operation[] {
  const { layer, x, kernel, standardized } = step;
  const { name } = layer;
  const dbias = named(`${name}/bias`, [kernel.shape.at(-1) ?? 1]);
  const dkernel = named(`${name}/kernel`, kernel.shape);
  const operations: Operation[] = [];
  if (dx)
    operations.push({ kind: 'conv2d-input-gradient', layer: name, reads: { dy, kernel }, writes: { dx } });
  const gradient = standardized
    ? { ...workspace(`${name}/dstandardized`, 0, kernel.buffer.once), shape: kernel.shape }
    : dkernel;
  operations.push({
    kind: 'conv2d-filter-gradient',
    layer: name,
    reads: { x, dy },
    writes: { dkernel: gradient, dbias },
  });
  if (standardized) {
    operations.push({
      kind: 'standardize-gradient',
      layer: name,
      reads: { gradient, standardized: standardized.standardized, deviation: standardized.deviation },
      writes: { dkernel },
      epsilon: WS_EPSILON,
    });
  }
  return operations;
}

function denseBackward(
  step: StepOf<'dense'>,
  dy: Tensor,
  dx: Tensor | undefined,
  gradients: Map<string, Tensor> | undefined,
): Operation[] {
  const { layer, x, kernel } = step;
  const { name } = layer;
  const dbias = named(`${name}/bias`, layer.output);
  const operations: Operation[] = [
    { kind: 'dense-bias-gradient', layer: name, reads: { dy }, writes: { dbias } },
  ];
  // The input gradient reads the kernel that the forward pass used: before the update.
  if (dx)
    operations.push({ kind: 'dense-input-gradient', layer: name, reads: { dy, kernel }, writes: { dx } });
  if (!gradients) {
    operations.push({ kind: 'dense-update', layer: name, reads: { x, dy }, writes: { kernel } });
    return operations;
  }
  const dkernel = { ...workspace(`${name}/dkernel`, 0, kernel.buffer.once), shape: kernel.shape };
  gradients.set(kernel.buffer.name, dkernel);
  operations.push({ kind: 'dense-kernel-gradient', layer: name, reads: { x, dy }, writes: { dkernel } });
  return operations;
}

function normBackward(step: StepOf<'norm'>, dy: Tensor, dx: Tensor, before: Step | undefined): Operation {
  const { layer, x, gamma, beta, mean, inverseDeviation, relu } = step;
  const { name, norm } = layer;
  const channels = layer.output.at(-1) ?? 1;
  return {
    kind: 'norm-gradient',
    layer: name,
    reads: { x, dy, gamma, beta, mean, inverseDeviation },
    writes: {
      dx,
      dgamma: named(`${name}/gamma`, [channels]),
      dbeta: named(`${name}/beta`, [channels]),
      // Each image's shares of dgamma and dbeta; for batch norm also the constants of dx, three a channel.
      work: workspace(`${name}/work`, 2 * channels, norm.kind === 'batch' ? 3 * channels : 0),
    },
    norm,
    relu,
    masked: (before?.kind === 'conv2d' || before?.kind === 'dense') && before.relu,
  };
}
