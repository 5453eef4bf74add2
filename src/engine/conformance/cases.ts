/** The golden cases' format (golden/README.md; made in float64 with PyTorch's autograd): files come from outside. */
import { z } from 'zod';
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

const hyperParameters = {
  momentum: z.number().optional(),
  beta1: z.number().optional(),
  beta2: z.number().optional(),
  decay: z.number().optional(),
  epsilon: z.number().optional(),
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
  momentum: z.number().optional(),
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

const network = z.object({
  op: z.literal('network'),
  name: z.string(),
  inputShape: z.array(z.int().positive()),
  convolutions: z.array(z.union([z.int().positive(), z.literal('pool')])),
  denseUnits: z.int().positive(),
  classes: z.int().positive(),
  norm: z.enum(NORMS),
  groups: z.int().nullable(),
  weightStandardization: z.boolean(),
  normPosition: z.enum(['after-activation', 'before-activation']),
  epsilon: z.number(),
  momentum: z.number(),
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
  z.object({ op: z.literal('maxpool2'), name: z.string(), x: array, dy: array, y: array, dx: array }),
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

/** @param input parsed JSON @throws where no engine knows such a case: its name, the field, its value and what was expected */
export function parseCase(name: string, input: unknown): GoldenCase {
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
