/**
 * From a network to its programs: what one training step does, what scoring does, and what a look inside does, as lists
 * of operations.
 */
import type { Network } from '../../network/layers.ts';
import { backward } from './backward.ts';
import { type ForwardChoices, forward } from './forward.ts';
import type { Operation } from './operation.ts';
import { activation, type Tensor } from './tensor.ts';

export interface Program {
  /** Brings the images in; apart, so that a test can put a batch of its own into `input` instead. */
  readonly load: readonly Operation[];
  readonly operations: readonly Operation[];
  readonly input: Tensor;
  /** Tensors that can be read when the program has run. */
  readonly kept: readonly Tensor[];
}

const loadInto = (input: Tensor): Operation[] => [
  { kind: 'load-images', layer: 'input', reads: {}, writes: { y: input } },
];

const lossOf = (logits: Tensor, dlogits: Tensor): Operation => ({
  kind: 'softmax-cross-entropy',
  layer: 'loss',
  reads: { logits },
  writes: { dlogits },
});

/** One training step: forward, backward, update. */
export function compileTraining(network: Network): Program {
  const { input, operations, logits, steps } = forward(network, {
    statistics: 'minibatch',
    dropout: true,
    movesStatistics: true,
    outputs: [],
  });
  const dlogits = activation('dlogits', logits.shape);
  return {
    load: loadInto(input),
    operations: [...operations, lossOf(logits, dlogits), ...backward(steps, dlogits)],
    input,
    kept: [],
  };
}

/** Scores images in inference mode: moving statistics for batch norm, no dropout. */
export function compileScoring(network: Network): Program {
  const { input, operations, logits } = forward(network, {
    statistics: 'moving',
    dropout: false,
    movesStatistics: false,
    outputs: [],
  });
  const score: Operation = { kind: 'score', layer: 'loss', reads: { logits }, writes: {} };
  return { load: loadInto(input), operations: [...operations, score], input, kept: [] };
}

export interface InspectionProgram extends Program {
  readonly logits: Tensor;
  /** By layer. */
  readonly outputs: ReadonlyMap<string, Tensor>;
  /** By parameter; empty without gradients. */
  readonly gradients: ReadonlyMap<string, Tensor>;
}

export interface InspectionChoices extends Omit<ForwardChoices, 'movesStatistics'> {
  readonly gradients: boolean;
}

/** A look inside, which changes no parameter and no statistic. @throws Error for a layer that there is not */
export function compileInspection(network: Network, choices: InspectionChoices): InspectionProgram {
  const pass = forward(network, { ...choices, movesStatistics: false });
  const { input, logits, steps, outputs } = pass;
  const operations = [...pass.operations];
  const gradients = new Map<string, Tensor>();
  if (choices.gradients) {
    const dlogits = activation('dlogits', logits.shape);
    operations.push(lossOf(logits, dlogits), ...backward(steps, dlogits, gradients));
  }
  const kept = [logits, ...outputs.values(), ...gradients.values()];
  return { load: loadInto(input), operations, input, kept, logits, outputs, gradients };
}
