/**
 * Changes to a network's text, word by word: what a block's controls do. Words that are wrong stay as they are, so that
 * text and blocks always say the same.
 */
import { type LayerPlan, NETWORK_LIMITS, type PlanKind } from '../../../spec/networks/layerPlan.ts';
import { wordFor, wordsOf } from '../../../spec/networks/text.ts';
import { counted } from '../../../spec/numbers.ts';

const splice = (text: string, at: number, count: number, ...words: readonly string[]): string =>
  wordsOf(text)
    .map((word) => word.text)
    .toSpliced(at, count, ...words)
    .join(' ');

export const addBlock = (text: string, at: number, plan: LayerPlan): string =>
  splice(text, at, 0, wordFor(plan));

export const removeBlock = (text: string, at: number): string => splice(text, at, 1);

export const changeBlock = (text: string, at: number, plan: LayerPlan): string =>
  splice(text, at, 1, wordFor(plan));

export function moveBlock(text: string, from: number, to: number): string {
  const word = wordsOf(text)[from];
  return word ? splice(splice(text, from, 1), to, 0, word.text) : text;
}

/** Kinds in the order in which they are offered. */
export const KINDS: readonly { readonly kind: PlanKind; readonly name: string }[] = [
  { kind: 'conv', name: 'Convolution' },
  { kind: 'residual', name: 'Residual block' },
  { kind: 'pool', name: 'Max-pool' },
  { kind: 'gap', name: 'Global average' },
  { kind: 'dense', name: 'Dense' },
  { kind: 'dropout', name: 'Dropout' },
];

/** A block of another kind, with what the two have in common. */
export function planOf(kind: PlanKind, like?: LayerPlan): LayerPlan {
  const { filters, kernelSize, stride } =
    like && 'filters' in like ? like : { filters: 16, kernelSize: 3, stride: 1 };
  switch (kind) {
    case 'conv':
    case 'residual':
      return { kind, filters, kernelSize, stride };
    case 'dense':
      return { kind, units: 64 };
    case 'dropout':
      return { kind, rate: 0.25 };
    case 'pool':
    case 'gap':
      return { kind };
    default:
      return kind satisfies never;
  }
}

/** A number that a block has, as its control needs it. */
export interface BlockNumber {
  readonly name: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The block with another value. */
  with(value: number): LayerPlan;
}

export function numbersOf(plan: LayerPlan): BlockNumber[] {
  const { filters, kernelSize, stride, dropout, weights } = NETWORK_LIMITS;
  switch (plan.kind) {
    case 'conv':
    case 'residual':
      return [
        {
          ...{ name: 'Filters', value: plan.filters, min: 1, max: filters, step: 1 },
          with: (value) => ({ ...plan, filters: value }),
        },
        {
          ...{ name: 'Kernel', value: plan.kernelSize, min: 1, max: kernelSize, step: 2 },
          with: (value) => ({ ...plan, kernelSize: value }),
        },
        {
          ...{ name: 'Stride', value: plan.stride, min: 1, max: stride, step: 1 },
          with: (value) => ({ ...plan, stride: value }),
        },
      ];
    case 'dense':
      return [
        {
          ...{ name: 'Units', value: plan.units, min: 1, max: weights, step: 1 },
          with: (value) => ({ ...plan, units: value }),
        },
      ];
    case 'dropout':
      return [
        {
          ...{ name: 'Percent', value: Math.round(100 * plan.rate), min: 1, max: dropout, step: 1 },
          with: (value) => ({ ...plan, rate: value / 100 }),
        },
      ];
    case 'pool':
    case 'gap':
      return [];
    default:
      return plan satisfies never;
  }
}

/** 'Residual block, 32 filters, stride 2' */
export function describePlan(plan: LayerPlan): string {
  const name = KINDS.find(({ kind }) => kind === plan.kind)?.name ?? plan.kind;
  switch (plan.kind) {
    case 'conv':
    case 'residual': {
      const size = `${plan.kernelSize} × ${plan.kernelSize}`;
      const stride = plan.stride === 1 ? '' : `, stride ${plan.stride}`;
      return `${name} ${size}, ${counted(plan.filters, 'filter')}${stride}`;
    }
    case 'dense':
      return `${name}, ${counted(plan.units, 'unit')}`;
    case 'dropout':
      return `${name}, ${Math.round(100 * plan.rate)} %`;
    case 'pool':
      return `${name} 2 × 2`;
    case 'gap':
      return name;
    default:
      return plan satisfies never;
  }
}
