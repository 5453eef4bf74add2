/** A program as text, one line an operation: what it writes, what it reads, and its attributes. */
import type { Program } from './compile.ts';
import type { Operation } from './operation.ts';
import type { Value } from './value.ts';

export const printProgram = ({ load, operations }: Pick<Program, 'load' | 'operations'>): string =>
  [...load, ...operations].map(printOperation).join('\n');

/** 'conv1/kernel [3, 3, 1, 32]'; N stands for the images of the batch. */
export function printValue({ name, type, each, shape }: Value): string {
  const extent = [...(each ? ['N'] : []), ...shape].join(', ');
  return `${name} ${type === 'float' ? '' : type}[${extent}]`;
}

export function printOperation(operation: Operation): string {
  const { kind, layer, reads, writes, ...attributes } = operation;
  const named = (values: Readonly<Record<string, Value>>): string =>
    Object.entries(values)
      .map(([operand, value]) => `${operand}: ${printValue(value)}`)
      .join(', ');
  const settings = Object.entries(attributes).flatMap(([name, value]) =>
    value === false ? [] : [value === true ? name : `${name} ${printSetting(value)}`],
  );
  return [
    `${layer}: ${kind}`,
    `→ ${named(writes)}`,
    `← ${named(reads)}`,
    ...settings.map((text) => `· ${text}`),
  ].join(' ');
}

/** A norm or a rule as 'batch, epsilon 0.001'. */
const printSetting = (value: unknown): string =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value)
        .map(([name, part]) => (name === 'kind' || name === 'name' ? part : `${name} ${part}`))
        .join(', ')
    : JSON.stringify(value);
