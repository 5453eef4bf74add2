/** The networks that have names, and what a text must be to stand in their place. */
import { shorten } from '../text.ts';
import type { LayerPlan } from './layerPlan.ts';
import { measure, type NetworkData, type Step } from './measure.ts';
import { SUCH_LAYERS, textFor, wordsOf } from './text.ts';

const PRESETS = {
  'reference-cnn': {
    name: 'Reference CNN',
    text: 'conv32 conv32 pool drop25 conv64 conv64 pool drop25 dense512 drop50',
  },
  'small-cnn': { name: 'Small CNN', text: 'conv8 conv8 pool conv16 conv16 pool dense64' },
  mlp: { name: 'MLP 256–128', text: 'dense256 dense128' },
  'resnet-8': { name: 'ResNet-8', text: 'conv16 res16 res32/2 res64/2 gap' },
  /** He et al. 2016, for CIFAR. */
  'resnet-20': {
    name: 'ResNet-20',
    text: 'conv16 res16 res16 res16 res32/2 res32 res32 res64/2 res64 res64 gap',
  },
  'strided-cnn': { name: 'Strided CNN', text: 'conv16 conv16/2 conv32 conv32/2 dense64' },
} as const;

export type NetworkName = keyof typeof PRESETS;

const isName = (network: string): network is NetworkName => Object.hasOwn(PRESETS, network);

export const NETWORKS: readonly NetworkName[] = Object.keys(PRESETS).filter(isName);

export const NETWORK_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  NETWORKS.map((network) => [network, PRESETS[network].name]),
);

/** A network's text, whether it has a name or not. */
export const networkText = (network: string): string => (isName(network) ? PRESETS[network].text : network);

/** Its layers, but the dense one of the classes; words that are wrong are left out. */
export const plansOf = (network: string): LayerPlan[] =>
  wordsOf(networkText(network)).flatMap(({ read }) => ('plan' in read ? [read.plan] : []));

/** What is wrong with a text, and with which word. */
export interface NetworkMistake {
  /** "'dense512' at character 14" */
  readonly found: string;
  readonly expected: string;
  readonly at?: Step;
}

/** A word as a message quotes it, and where it stands, counted from 1. */
const quoted = ({ text, start }: Step): string => `'${shorten(text, 24)}' at character ${start + 1}`;

/** The first thing that is wrong with a text. @param data the images; left out, only what is wrong whatever they are */
export function mistakeIn(text: string, data?: NetworkData): NetworkMistake | undefined {
  const { steps } = measure(text, data);
  const [only, ...others] = steps;
  if (!only) return { found: 'a network', expected: 'has at least one layer, such as conv16' };
  if (others.length === 0 && only.wrong?.includes(SUCH_LAYERS)) {
    const expected = `is not one of ${NETWORKS.join(', ')}, nor ${SUCH_LAYERS}`;
    return { found: quoted(only), expected, at: only };
  }
  const at = steps.find(({ wrong }) => wrong !== undefined);
  return at && { found: quoted(at), expected: at.wrong ?? '', at };
}

/** What is wrong with a network on such images; those with names are as they always were, however many their weights. */
export const misfitOf = (network: string, data: NetworkData | undefined): NetworkMistake | undefined =>
  isName(network) ? undefined : mistakeIn(network, data);

/** A text as it is kept, or what is wrong with it; one that has a name becomes that. */
export function readNetwork(
  text: string,
  data?: NetworkData,
): { readonly network: string } | { readonly mistake: NetworkMistake } {
  if (isName(text)) return { network: text };
  const wrong = mistakeIn(text);
  if (wrong) return { mistake: wrong };
  const network = textFor(plansOf(text));
  const named = NETWORKS.find((name) => PRESETS[name].text === network);
  if (named) return { network: named };
  const mistake = mistakeIn(text, data);
  return mistake ? { mistake } : { network };
}
