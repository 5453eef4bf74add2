/**
 * What a run's file may hold, checked field by field, and what is wrong with one in words. Small numbers of fields,
 * bounded sizes: a file comes from anywhere. Loaded by the page when somebody imports, hence zod/mini.
 */

import * as z from 'zod/mini';
import { grouped } from '../spec/numbers.ts';
import { shorten } from '../spec/text.ts';

// Without this zod probes for `new Function`, which a strict Content-Security-Policy reports as an error.
z.config({ jitless: true });

/** Points of a curve, and epochs: ours have some hundred, and a chart of more than this explains nothing. */
export const MAX_POINTS = 200_000;

/** JSON has no NaN or Infinity and writes null: the loss of a run that diverged. */
const loss = z.array(z.nullable(z.number())).check(z.maxLength(MAX_POINTS));
const acc = z.array(z.number().check(z.minimum(0), z.maximum(1))).check(z.maxLength(MAX_POINTS));
const counts = z.array(z.int().check(z.minimum(0))).check(z.maxLength(MAX_POINTS));
const milliseconds = z.array(z.number().check(z.minimum(0))).check(z.maxLength(MAX_POINTS));
const settings = z.record(z.string(), z.unknown());
const optional = <T extends z.ZodMiniType>(schema: T) => z.optional(z.nullable(schema));

const score = z.object({
  loss: z.nullable(z.number()),
  acc: z.number().check(z.minimum(0), z.maximum(1)),
});

const retest = z.object({ test: score, validation: optional(score), images: z.int().check(z.minimum(1)) });

/** Fields that files of an earlier version do not have are optional; `readRunFile` says what stands for them. */
export const runFileSchema = z.object({
  format: z.optional(z.string()),
  name: z.optional(z.string()),
  notes: z.optional(z.string()),
  experiment: settings,
  data: optional(settings),
  fork: z.optional(
    z.object({
      parent: z.string(),
      experiment: settings,
      step: z.int().check(z.minimum(0)),
      images: z.int().check(z.minimum(0)),
      initialShare: z.exactOptional(z.number().check(z.minimum(0), z.maximum(1))),
    }),
  ),
  history: z.object({ loss, acc, val_loss: loss, val_acc: acc }),
  epochs: z.optional(z.object({ images: counts })),
  steps: z.object({
    images: counts,
    step: z.optional(counts),
    ms: z.optional(milliseconds),
    loss,
    acc,
  }),
  test: optional(score),
  recalibrated: optional(retest),
  retested: optional(retest),
  outcome: z.optional(z.enum(['finished', 'diverged', 'stopped', 'failed'])),
  divergedAt: z.optional(z.int().check(z.minimum(0))),
  message: z.optional(z.string()),
  engine: z.optional(z.string()),
  threads: optional(z.int().check(z.minimum(1), z.maximum(1024))),
  machine: z.optional(z.string()),
  seconds: optional(z.number().check(z.minimum(0))),
  weightsSha256: optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
});

export type ParsedRunFile = z.infer<typeof runFileSchema>;

/** @returns the file's content, or the first thing that is wrong: the field, what was found, what was expected */
export function parseRunFile(input: unknown): { file: ParsedRunFile } | { problem: string } {
  const parsed = runFileSchema.safeParse(input);
  if (parsed.success) return { file: parsed.data };
  const [issue] = parsed.error.issues;
  if (issue === undefined) return { problem: 'it cannot be read' };
  const found = issue.path.reduce<unknown>(memberOf, input);
  return {
    problem: `${issue.path.map(String).join('.') || 'run'}: ${showValue(found)} is not ${expected(issue)}`,
  };
}

const memberOf = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

/** A value as a message quotes it: short, whatever it is. */
export function showValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${grouped(value.length)}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? `"${value}"` : String(value);
  return shorten(text, 38);
}

const NOUNS: Readonly<Record<string, string>> = {
  object: 'an object',
  record: 'an object of settings',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
};

function expected(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return NOUNS[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return `one of ${issue.values.join(', ')}`;
    case 'invalid_format':
      return 'a SHA-256 sum (64 hexadecimal digits)';
    case 'too_small':
      return `a number from ${issue.minimum} on`;
    case 'too_big':
      return issue.origin === 'array'
        ? `a list of at most ${grouped(Number(issue.maximum))}`
        : `a number up to ${issue.maximum}`;
    default:
      return 'what is expected there';
  }
}
