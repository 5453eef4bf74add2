/**
 * From a network to its programs: what one training step does, what scoring does, and what a look inside does, as lists
 * of operations.
 */
import type { Network } from '../../network/layers.ts';
import { decays, parameterSpecs, slotNames } from '../../network/parameters.ts';
import { backward, gradientOf } from './backward.ts';
import { type ForwardChoices, forward } from './forward.ts';
import type { Operation } from './operation.ts';
import { LABELS, LEARNING_RATE, parameter, pixels, STEP, SUMS, state, type Value } from './value.ts';

export interface Program {
  /** Brings the images in; apart, so that a test can put a batch of its own into `input` instead. */
  readonly load: readonly Operation[];
  readonly operations: readonly Operation[];
  readonly input: Value;
  /** Temporaries that can be read when the program has run. */
  readonly kept: readonly Value[];
}

const loadInto = (input: Value): Operation[] => [
  { kind: 'load-images', layer: 'input', reads: { images: pixels(input.shape) }, writes: { y: input } },
];

const lossOf = (logits: Value): Operation => ({
  ...{ kind: 'softmax-cross-entropy', layer: 'loss' },
  reads: { logits, labels: LABELS, sums: SUMS, step: STEP },
  writes: { dlogits: gradientOf(logits), sums: SUMS },
});

/** One training step: forward, backward, update. */
export function compileTraining(network: Network): Program {
  const { input, operations, logits } = forward(network, {
    ...{ statistics: 'minibatch', dropout: true, movesStatistics: true, outputs: [] },
  });
  const back = backward(operations, logits, gradientOf(logits));
  return {
    load: loadInto(input),
    operations: [...operations, lossOf(logits), ...back.operations, ...updatesOf(network, back.gradients)],
    input,
    kept: [],
  };
}

function updatesOf(network: Network, gradients: ReadonlyMap<string, Value>): Operation[] {
  const { learningRate: _, weightDecay = 0, ...rule } = network.optimizer;
  const trained = parameterSpecs(network).filter(({ role }) => role === 'trained');
  return trained.map(({ name, shape }) => {
    const gradient = gradients.get(name);
    if (!gradient) throw new Error(`the loss does not depend on ${name}`);
    const slots = Object.fromEntries(
      slotNames(rule).map((slot) => [slot, state(`${name}/${slot}`, shape)] as const),
    );
    const owner = name.slice(0, name.lastIndexOf('/'));
    const given = rule.name === 'adam' ? { step: STEP } : {};
    return {
      ...{ kind: 'update', layer: owner, rule, decays: weightDecay > 0 && decays(name) },
      reads: {
        parameter: parameter(name, shape),
        gradient,
        ...slots,
        learningRate: LEARNING_RATE,
        ...given,
      },
      writes: { parameter: parameter(name, shape), ...slots },
    };
  });
}

/** Scores images in inference mode: moving statistics where a norm keeps any, no dropout. */
export function compileScoring(network: Network): Program {
  const { input, operations, logits } = forward(network, {
    ...{ statistics: 'moving', dropout: false, movesStatistics: false, outputs: [] },
  });
  const score: Operation = {
    ...{ kind: 'score', layer: 'loss' },
    reads: { logits, labels: LABELS, sums: SUMS, step: STEP },
    writes: { sums: SUMS },
  };
  return { load: loadInto(input), operations: [...operations, score], input, kept: [] };
}

export interface InspectionProgram extends Program {
  readonly logits: Value;
  /** By layer. */
  readonly outputs: ReadonlyMap<string, Value>;
  /** By parameter; empty without gradients. */
  readonly gradients: ReadonlyMap<string, Value>;
}

export interface InspectionChoices extends Omit<ForwardChoices, 'movesStatistics'> {
  readonly gradients: boolean;
}

/** A look inside, which changes no parameter and no statistic. @throws Error for a layer that there is not */
export function compileInspection(network: Network, choices: InspectionChoices): InspectionProgram {
  const { input, operations, logits, outputs } = forward(network, { ...choices, movesStatistics: false });
  const back = choices.gradients ? backward(operations, logits, gradientOf(logits)) : undefined;
  const gradients = back?.gradients ?? new Map<string, Value>();
  return {
    load: loadInto(input),
    operations: back ? [...operations, lossOf(logits), ...back.operations] : operations,
    input,
    kept: [logits, ...outputs.values(), ...gradients.values()],
    ...{ logits, outputs, gradients },
  };
}
