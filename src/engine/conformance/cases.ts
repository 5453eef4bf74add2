/** The golden cases' format (golden/README.md; made in float64 with PyTorch's autograd): files come from outside. */
import { z } from 'zod';
import { SCALED_WS } from '../../network/layers.ts';
import { ACTIVATIONS, WEIGHTS } from '../../spec/experiment.ts';
import { mistakeIn, plansOf } from '../../spec/networks/networks.ts';
import type { NormArray } from '../../spec/norms/description.ts';
import { NORM_DESCRIPTIONS, NORM_KINDS, NORMS } from '../../spec/norms/norms.ts';

const array = z
  .object({ shape: z.array(z.int().nonnegative()), data: z.array(z.number()) })
  .refine(({ shape, data }) => shape.reduce((product, n) => product * n, 1) === data.length, {
    message: 'shape and data disagree',
  })
  .transform(({ shape, data }) => ({ shape, data: Float32Array.from(data), exact: data }));

/** `data` is what the engine gets, `exact` what its results are held against. */
export type GoldenArray = z.infer<typeof array>;

const labels = z.array(z.int().min(0).max(255)).transform((list) => Uint8Array.from(list));
const linear = {
  x: array,
  kernel: array,
  bias: array,
  dy: array,
  y: array,
  dx: array,
  dkernel: array,
  dbias: array,
};

const pooled = { x: array, dy: array, y: array, dx: array };

const hyperParameters = {
  momentum: z.number().optional(),
  beta1: z.number().optional(),
  beta2: z.number().optional(),
  decay: z.number().optional(),
  epsilon: z.number().optional(),
  weightDecay: z.number().optional(),
  learningRate: z.number(),
};

const optimizerName = z.enum(['sgd', 'adam', 'rmsprop']);

const arrays = z.record(z.string(), array);

const norm = z.object({
  op: z.literal('norm'),
  name: z.string(),
  kind: z.enum(NORM_KINDS),
  epsilon: z.number(),
  groups: z.int().optional(),
  /** Of batch renorm: its limits, at every step. */
  ...{ rMax: z.number().optional(), dMax: z.number().optional() },
  momentum: z.number().optional(),
  /** Normalizes with the moving statistics, which stay as they are. */
  frozen: z.boolean().optional(),
  /** Normalizes with the moving statistics after they have followed the minibatch. */
  estimated: z.boolean().optional(),
  ...{ x: array, dy: array, y: array, dx: array },
  /** By the names of the norm's description: before the step, and after it. */
  ...{ parameters: arrays, gradients: arrays, moving: arrays.optional(), movingAfter: arrays.optional() },
  yInference: array.optional(),
});

/** A norm's arrays by name, where the case has a field for each: gamma, dgamma, movingMean, movingMeanAfter. */
function gathered(input: unknown): unknown {
  if (!(input instanceof Object) || Reflect.get(input, 'op') !== 'norm') return input;
  const description = NORM_DESCRIPTIONS.find(({ name }) => name === Reflect.get(input, 'kind'));
  if (!description) return input;
  const { parameters, moving } = description;
  const fields = (of: readonly NormArray[], field: (name: string) => string) =>
    Object.fromEntries(of.map(({ name }) => [name, Reflect.get(input, field(name))]));
  return {
    parameters: fields(parameters, (name) => name),
    gradients: fields(parameters, (name) => `d${name}`),
    ...(moving.length > 0 && {
      moving: fields(moving, (name) => name),
      movingAfter: fields(moving, (name) => `${name}After`),
    }),
    ...input,
  };
}

const layers = z.string().transform((text, context) => {
  const mistake = mistakeIn(text);
  if (mistake) context.addIssue({ code: 'custom', message: `${mistake.found} ${mistake.expected}` });
  return plansOf(text);
});

const network = z.object({
  op: z.literal('network'),
  name: z.string(),
  inputShape: z.array(z.int().positive()),
  layers,
  classes: z.int().positive(),
  activation: z.enum(ACTIVATIONS).optional(),
  norm: z.enum(NORMS),
  ...{ frozen: z.boolean().optional(), estimated: z.boolean().optional() },
  groups: z.int().nullable(),
  weights: z.enum(WEIGHTS),
  normPosition: z.enum(['after-activation', 'before-activation']),
  epsilon: z.number(),
  momentum: z.number(),
  ...{ rMax: z.number().optional(), dMax: z.number().optional() },
  optimizer: z.object({ name: optimizerName, ...hyperParameters }),
  initial: z.record(z.string(), array),
  batches: z.array(z.object({ x: array, labels })),
  losses: z.array(z.number()),
  final: z.record(z.string(), array),
  moving: z.record(z.string(), z.object({ mean: array, variance: array })),
});

const goldenCase = z.discriminatedUnion('op', [
  norm,
  z.object({ op: z.literal('conv2d'), name: z.string(), stride: z.int().optional(), ...linear }),
  z.object({ op: z.literal('dense'), name: z.string(), ...linear }),
  z.object({
    op: z.literal('weight-standardization'),
    name: z.string(),
    epsilon: z.number(),
    ...{ kernel: array, dy: array, y: array, dkernel: array },
  }),
  z.object({
    ...{ op: z.literal('scaled-weights'), name: z.string() },
    /** Of SCALED_WS, and no other: kernels have it built in. */
    epsilon: z.literal(SCALED_WS.epsilon),
    ...{ kernel: array, gain: array, dy: array, y: array, dkernel: array, dgain: array },
  }),
  z.object({ op: z.literal('maxpool2'), name: z.string(), ...pooled }),
  z.object({ op: z.literal('activation'), name: z.string(), kind: z.enum(['gelu', 'silu']), ...pooled }),
  z.object({ op: z.literal('global-average-pool'), name: z.string(), ...pooled }),
  z.object({
    op: z.literal('softmax-cross-entropy'),
    name: z.string(),
    logits: array,
    labels,
    loss: z.number(),
    dlogits: array,
  }),
  z.object({
    op: z.literal('optimizer'),
    name: z.string(),
    optimizer: optimizerName,
    ...hyperParameters,
    parameter: array,
    gradients: z.array(array),
    after: z.array(array),
  }),
  network,
]);

export type GoldenCase = z.infer<typeof goldenCase>;
export type CaseOf<Op extends GoldenCase['op']> = Extract<GoldenCase, { op: Op }>;

const firstForm = z.looseObject({
  op: z.literal('network'),
  convolutions: z.array(z.union([z.int().positive(), z.literal('pool')])),
  denseUnits: z.int().positive(),
  weightStandardization: z.boolean(),
});

/** Networks of the first golden cases listed convolutions of 3 × 3 and pools, and ended in a hidden dense layer. */
function withLayers(input: unknown): unknown {
  const parsed = firstForm.safeParse(input);
  if (!parsed.success) return input;
  const { convolutions, denseUnits, weightStandardization, ...others } = parsed.data;
  const tokens = convolutions.map((block) => (block === 'pool' ? block : `conv${block}`));
  const weights = weightStandardization ? 'standardized' : 'plain';
  return { ...others, layers: [...tokens, `dense${denseUnits}`].join(' '), weights };
}

const ESTIMATED = 'batch-estimated';

/** Batch norm on estimated statistics has a name of its own in cases: what an experiment says is `stats`. */
function withStatistics(input: unknown): unknown {
  if (!(input instanceof Object)) return input;
  if (Reflect.get(input, 'kind') === ESTIMATED) return { ...input, kind: 'batch', estimated: true };
  return Reflect.get(input, 'norm') === ESTIMATED ? { ...input, norm: 'batch', estimated: true } : input;
}

/** @param given parsed JSON @throws where no engine knows such a case: its name, the field, its value and what was expected */
export function parseCase(name: string, given: unknown): GoldenCase {
  const input = withStatistics(withLayers(given));
  const parsed = goldenCase.safeParse(gathered(input));
  if (parsed.success) return parsed.data;
  const [{ path = [], message = '' } = {}] = parsed.error.issues;
  const value = path.reduce<unknown>(
    (at, key) => (at instanceof Object ? Reflect.get(at, key) : undefined),
    input,
  );
  const found = JSON.stringify(value)?.slice(0, 60) ?? 'missing';
  throw new Error(
    `${name}: no engine knows such a case, ${path.join('.') || 'the whole'} is ${found}: ${message}`,
  );
}
