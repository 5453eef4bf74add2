/**
 * A network as a line of text: a word a layer, from the image on, without the dense layer of the classes that ends it.
 *
 *   conv16      3 × 3 convolution of 16 filters        conv16k5/2  5 × 5, stride 2
 *   res32/2     residual block, stride 2               pool        2 × 2 maximum
 *   gap         global average                         dense64     64 units
 *   drop25      dropout of 25 %
 *
 * Words stand apart by spaces, in links by `_`.
 */
import { type LayerPlan, NETWORK_LIMITS } from './layerPlan.ts';

export interface Word {
  readonly text: string;
  /** Where it starts in the whole, from 0. */
  readonly start: number;
  /** What it stands for, or what is wrong with it, as its predicate: 'has more than 512 filters'. */
  readonly read: { readonly plan: LayerPlan } | { readonly wrong: string };
}

export const SUCH_LAYERS = 'a layer such as conv16, conv16k5/2, res32/2, pool, gap, dense64 or drop25';

/** Any text, word by word; never throws. */
export const wordsOf = (text: string): Word[] =>
  [...text.matchAll(/[^\s_]+/g)].map(({ 0: word, index }) => ({
    text: word,
    start: index,
    read: readWord(word.toLowerCase()),
  }));

function readWord(word: string): Word['read'] {
  if (word === 'pool' || word === 'gap') return { plan: { kind: word } };
  const [, kind, size = '', kernel = '3', stride = '1'] =
    /^(conv|res|dense|drop)([1-9]\d{0,8})(?:k([1-9]\d{0,8}))?(?:\/([1-9]\d{0,8}))?$/.exec(word) ?? [];
  const bare = word === `${kind}${size}`;
  if (kind === 'dense' && bare) return { plan: { kind, units: Number(size) } };
  if (kind === 'drop' && bare) {
    const { dropout } = NETWORK_LIMITS;
    if (Number(size) > dropout) return { wrong: `drops more than ${dropout} %` };
    return { plan: { kind: 'dropout', rate: Number(size) / 100 } };
  }
  if (kind !== 'conv' && kind !== 'res') return { wrong: `is not ${SUCH_LAYERS}` };
  const convolution = { filters: Number(size), kernelSize: Number(kernel), stride: Number(stride) };
  const { filters, kernelSize, stride: most } = NETWORK_LIMITS;
  if (convolution.filters > filters) return { wrong: `has more than ${filters} filters` };
  if (convolution.kernelSize > kernelSize || convolution.kernelSize % 2 === 0)
    return { wrong: `has a kernel of ${kernel}, which has to be odd and at most ${kernelSize}` };
  if (convolution.stride > most) return { wrong: `has a stride above ${most}` };
  return { plan: { kind: kind === 'res' ? 'residual' : 'conv', ...convolution } };
}

/** 'conv16k5/2', without what is as a rule. */
export function wordFor(plan: LayerPlan): string {
  switch (plan.kind) {
    case 'conv':
    case 'residual': {
      const kernel = plan.kernelSize === 3 ? '' : `k${plan.kernelSize}`;
      const stride = plan.stride === 1 ? '' : `/${plan.stride}`;
      return `${plan.kind === 'conv' ? 'conv' : 'res'}${plan.filters}${kernel}${stride}`;
    }
    case 'dense':
      return `dense${plan.units}`;
    case 'dropout':
      return `drop${Math.round(100 * plan.rate)}`;
    case 'pool':
    case 'gap':
      return plan.kind;
    default:
      return plan satisfies never;
  }
}

export const textFor = (plans: readonly LayerPlan[]): string => plans.map(wordFor).join(' ');
