/** All parameters follow their gradients in one pass: program/coefficients.ts has the rules, and c0 … c7. */
import { sizeOf, type UpdateRule } from '../../network/layers.ts';
import type { Update } from '../program/operation.ts';
import type { Dispatch } from './kernel.ts';
import type { Lowering } from './lowering.ts';

function ruleOf(rule: UpdateRule): string {
  switch (rule.name) {
    case 'sgd':
      return rule.momentum === 0
        ? 'p[i] -= c[0] * g[i] + shrinking;'
        : 'let v = c[1] * velocity[i] + g[i];\n  velocity[i] = v;\n  p[i] -= c[0] * v + shrinking;';
    case 'adam':
      return `let first = c[1] * m[i] + c[2] * g[i];
  let second = c[3] * v[i] + c[4] * g[i] * g[i];
  m[i] = first;
  v[i] = second;
  p[i] -= c[0] * first / (c[5] * sqrt(second) + c[6]) + shrinking;`;
    case 'rmsprop':
      return `let a = c[1] * meanSquare[i] + c[2] * g[i] * g[i];
  meanSquare[i] = a;
  p[i] -= c[0] * g[i] / sqrt(a + c[6]) + shrinking;`;
    default:
      return rule satisfies never;
  }
}

/** @param updates of one rule, in the order in which their arrays lie one behind another */
export function update(updates: readonly Update[], lowering: Lowering): Dispatch[] {
  const [first] = updates;
  if (!first) return [];
  const kernel = lowering.kernel('optimizer: update');
  const all = (operand: string) =>
    Object.fromEntries(
      updates.flatMap(({ reads }, n) => {
        const value = (reads as Readonly<Record<string, (typeof reads)['parameter']>>)[operand];
        return value ? [[`${n}`, value]] : [];
      }),
    );
  const at = kernel.span('p', all('parameter'), 'vec4f');
  kernel.span('g', all('gradient'), 'vec4f');
  const { parameter, gradient, learningRate, step, ...slots } = first.reads;
  for (const slot of Object.keys(slots)) kernel.span(slot, all(slot), 'vec4f');
  const ends = updates.map(({ reads }, n) => {
    const start = at[`${n}`] ?? 0;
    return [start, start + sizeOf(reads.parameter.shape)] as const;
  });
  const shrinking = updates.flatMap(({ decays }, n) => {
    const [start, end] = ends[n] ?? [0, 0];
    return decays ? [`(i >= ${start / 4}u && i < ${Math.ceil(end / 4)}u)`] : [];
  });
  const count = Math.max(...ends.map(([, end]) => end));
  // Arrays begin on whole vectors, and what lies behind them is nobody's.
  return [
    kernel.forEach(Math.ceil(count / 4), false, {
      main: `
  let c = frame.coefficients;
  let shrinking = ${shrinking.length > 0 ? `select(vec4f(), c[7] * p[i], ${shrinking.join(' || ')})` : '0.0'};
  ${ruleOf(first.rule)}`,
    }),
  ];
}
