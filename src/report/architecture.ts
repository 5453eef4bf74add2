/**
 * A network as a picture: layers from top to bottom, each with the shape of its output and its weights. Layers that
 * belong together (a convolution, its activation, its norm) touch; an arrow leads from one such group to the next, and
 * one beside the layers to what reads a value from further up.
 */

import {
  INPUT,
  isActivation,
  isChain,
  type Layer,
  type LayerNorm,
  type Network,
  type Shape,
  sizeOf,
} from '../network/layers.ts';
import { chosenEpsilon, descriptionOf } from '../network/norms.ts';
import { countWeights, parameterSpecs } from '../network/parameters.ts';
import { FIELDS } from '../spec/fields.ts';
import { counted, grouped } from '../spec/numbers.ts';
import { WEIGHTS_WORDS } from '../spec/weights.ts';
import { FONT, INK, type Scheme } from './ink.ts';
import { escapeText } from './markup.ts';

/** Pixels. */
const WIDTH = 690;
const MARGIN = 24;
const TITLE_HEIGHT = 48;
const ROW = 26;
/** Between groups, with an arrow in it. */
const GAP = 20;
const BOX_RIGHT = 446;
/** Between arrows beside the layers. */
const LANE = 14;
const SHAPE_RIGHT = 560;
const WEIGHTS_RIGHT = WIDTH - MARGIN;

type Tone = 'end' | 'kernel' | 'norm' | 'plain';

/** Fill and edge; the text on it is the scheme's, at 4.5:1 or more. */
const TONES: Readonly<Record<Scheme, Readonly<Record<Tone, readonly [fill: string, edge: string]>>>> = {
  light: {
    end: ['#f1f4f7', '#8a95a1'],
    kernel: ['#dcecf8', '#0072b2'],
    norm: ['#fbe3d2', '#d55e00'],
    plain: ['#ffffff', '#8a95a1'],
  },
  dark: {
    end: ['#222a33', '#6b7885'],
    kernel: ['#123a54', '#56b4e9'],
    norm: ['#4a2c14', '#f08a3c'],
    plain: ['#1a2027', '#6b7885'],
  },
};

interface Box {
  /** Of the value that it gives, and of those that it reads. */
  readonly name: string;
  readonly reads: readonly string[];
  readonly tone: Tone;
  readonly text: string;
  /** Smaller, after the text. */
  readonly detail: string;
  readonly shape: string;
  /** 0 for none. */
  readonly weights: number;
}

const count = (n: number): string => grouped(n);
const shapeText = (shape: Shape): string => shape.map(count).join(' × ');

export function renderArchitecture(network: Network, scheme: Scheme = 'light'): string {
  const groups = groupsOf(network);
  const boxes = groups.flat();
  const { total, trained } = countWeights(network);
  const sum = `${count(total)} weights${trained < total ? `, ${count(trained)} of them trained` : ''}`;
  const ink = INK[scheme];
  const detours = detoursOf(boxes);
  const left = MARGIN + LANE * Math.max(0, ...detours.map(({ lane }) => lane + 1));
  const parts: string[] = [];
  const tops: number[] = [];
  let y = TITLE_HEIGHT;
  for (const group of groups) {
    if (tops.length > 0) {
      const read = group[0]?.reads.includes(boxes[tops.length - 1]?.name ?? '');
      if (read) parts.push(arrow((left + BOX_RIGHT) / 2, y, ink.muted));
      y += GAP;
    }
    for (const box of group) {
      parts.push(drawBox(box, left, y, scheme));
      tops.push(y);
      y += ROW;
    }
  }
  for (const { from, to, lane } of detours) {
    const x = left - LANE * (lane + 1) + 2;
    parts.push(detour(x, left, (tops[from] ?? 0) + ROW - 8, (tops[to] ?? 0) + 8, ink.muted));
  }
  const height = y + 44;
  const head = (text: string, x: number, anchor: string) =>
    `<text x="${x}" y="${MARGIN + 8}" text-anchor="${anchor}" font-size="11" fill="${ink.muted}">${text}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}"`,
    ` role="img" font-family="${FONT}">`,
    `<title>Network of ${sum}</title>`,
    `<desc>${escapeText(inWords(boxes, !isChain(network.layers)))}</desc>`,
    `<rect width="${WIDTH}" height="${height}" fill="${ink.ground}"/>`,
    head('Layer', left, 'start'),
    head('Output', SHAPE_RIGHT, 'end'),
    head('Weights', WEIGHTS_RIGHT, 'end'),
    ...parts,
    `<line x1="${MARGIN}" x2="${WEIGHTS_RIGHT}" y1="${y + 12}" y2="${y + 12}" stroke="${ink.line}"/>`,
    `<text x="${WEIGHTS_RIGHT}" y="${y + 31}" text-anchor="end" font-size="13" font-weight="600" fill="${ink.text}">${sum}</text>`,
    '</svg>',
  ].join('\n');
}

/** A value that another box than the one below reads, by their places in the picture. */
interface Detour {
  readonly from: number;
  readonly to: number;
  /** Arrows in one lane do not meet; lane 0 is next to the boxes. */
  readonly lane: number;
}

function detoursOf(boxes: readonly Box[]): Detour[] {
  const places = new Map(boxes.map(({ name }, i) => [name, i]));
  const found = boxes.flatMap(({ reads }, to) => {
    const above = reads.indexOf(boxes[to - 1]?.name ?? '');
    const others = reads.filter((_, i) => i !== above);
    return others.map((name) => ({ from: places.get(name) ?? 0, to }));
  });
  found.sort((a, b) => a.to - a.from - (b.to - b.from));
  const detours: Detour[] = [];
  for (const { from, to } of found) {
    let lane = 0;
    while (detours.some((other) => other.lane === lane && other.from < to && from < other.to)) lane++;
    detours.push({ from, to, lane });
  }
  return detours;
}

/** An activation or norm joins the box above if it reads that, and the softmax the logits; all others start a group. */
function groupsOf(network: Network): Box[][] {
  const weightsOf = new Map<string, number>();
  for (const { name, shape, role } of parameterSpecs(network)) {
    const layer = name.slice(0, name.indexOf('/'));
    if (role !== 'slot') weightsOf.set(layer, (weightsOf.get(layer) ?? 0) + sizeOf(shape));
  }
  const end = { tone: 'end', weights: 0 } as const;
  const image = { name: INPUT, reads: [], text: 'Image', detail: 'pixels / 255' };
  const groups: Box[][] = [[{ ...end, ...image, shape: shapeText(network.input) }]];
  let above = INPUT;
  for (const layer of network.layers) {
    const { name, reads } = layer;
    const shape = shapeText(layer.output);
    const box: Box = { name, reads, ...lookOf(layer), shape, weights: weightsOf.get(name) ?? 0 };
    const joins = (isActivation(layer) || layer.kind === 'norm') && reads[0] === above;
    if (joins) groups.at(-1)?.push(box);
    else groups.push([box]);
    above = name;
  }
  const softmax = { name: 'softmax', reads: [above], text: 'Softmax', detail: 'cross-entropy loss' };
  groups.at(-1)?.push({ ...end, ...softmax, shape: `${network.classes} probabilities` });
  return groups;
}

function lookOf(layer: Layer): Pick<Box, 'tone' | 'text' | 'detail'> {
  switch (layer.kind) {
    case 'conv2d': {
      const size = `${layer.kernelSize} × ${layer.kernelSize}`;
      const stride = layer.stride === 1 ? '' : `, stride ${layer.stride}`;
      const text = `Convolution ${size}${stride}, ${layer.output.at(-1) ?? 0} filters`;
      return { tone: 'kernel', text, detail: WEIGHTS_WORDS[layer.weights].detail };
    }
    case 'dense':
      return { tone: 'kernel', text: `Dense, ${layer.output[0] ?? 0} units`, detail: '' };
    case 'norm':
      return { tone: 'norm', ...normText(layer.norm, layer.output) };
    case 'relu':
    case 'gelu':
    case 'silu':
      return { tone: 'plain', text: FIELDS.activation.names[layer.kind], detail: '' };
    case 'global-average-pool':
      return { tone: 'plain', text: 'Global average pool', detail: '' };
    case 'max-pool':
      return { tone: 'plain', text: 'Max-pool 2 × 2', detail: '' };
    case 'flatten':
      return { tone: 'plain', text: 'Flatten', detail: '' };
    case 'dropout':
      return { tone: 'plain', text: 'Dropout', detail: `${layer.rate * 100} %` };
    case 'add':
      return { tone: 'plain', text: 'Sum', detail: '' };
    default:
      return layer satisfies never;
  }
}

function normText(norm: LayerNorm, shape: Shape): { text: string; detail: string } {
  const { words, statistics } = descriptionOf(norm);
  const { groups, momentum } = norm;
  const dense = shape.length === 1;
  const text = (dense && words.plainOnUnits) || words.plain;
  const parts =
    groups === undefined
      ? undefined
      : statistics?.channels === 'bands'
        ? counted(groups, dense ? 'group' : 'band')
        : `${counted(groups, 'group')} of ${counted((shape.at(-1) ?? 1) / groups, 'channel')}`;
  const details = [parts, momentum === undefined ? undefined : `momentum ${momentum}`, chosenEpsilon(norm)];
  return { text, detail: details.filter((detail) => detail !== undefined).join(', ') };
}

function drawBox(
  { tone, text, detail, shape, weights }: Box,
  left: number,
  y: number,
  scheme: Scheme,
): string {
  const ink = INK[scheme];
  const [fill, edge] = TONES[scheme][tone];
  const middle = y + ROW / 2 + 4.5;
  const more = detail && `<tspan dx="8" font-size="11" fill="${ink.muted}">${escapeText(detail)}</tspan>`;
  const right = (value: string, x: number, colour: string) =>
    `<text x="${x}" y="${middle}" text-anchor="end" font-size="12" fill="${colour}">${value}</text>`;
  return [
    `<rect x="${left}" y="${y + 0.5}" width="${BOX_RIGHT - left}" height="${ROW - 1}" rx="3" fill="${fill}" stroke="${edge}"/>`,
    `<text x="${left + 12}" y="${middle}" font-size="13" fill="${ink.text}">${escapeText(text)}${more}</text>`,
    right(shape, SHAPE_RIGHT, ink.text),
    weights > 0 ? right(count(weights), WEIGHTS_RIGHT, ink.text) : '',
  ].join('');
}

function arrow(x: number, y: number, colour: string): string {
  const tip = y + GAP - 3;
  return `<path d="M${x},${y + 3}V${tip}m-4,-5l4,5l4,-5" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
}

/** From the side of one box, down along x, to the side of another. */
function detour(x: number, left: number, from: number, to: number, colour: string): string {
  const path = `M${left},${from}H${x + 5}q-5,0 -5,5V${to - 5}q0,5 5,5H${left - 1}m-5,-4l5,4l-5,4`;
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
}

/** The picture for who cannot see it. @param named whether to say what each layer reads, by name */
const inWords = (boxes: readonly Box[], named: boolean): string =>
  boxes
    .map(({ name, reads, text, detail, shape, weights }) => {
      const of = named && reads.length > 0 ? `reads ${reads.join(' and ')}` : '';
      const about = [of, detail, `output ${shape}`, weights > 0 ? counted(weights, 'weight') : ''];
      return `${named ? `${name}: ` : ''}${text} (${about.filter((part) => part !== '').join(', ')})`;
    })
    .join('; ');
