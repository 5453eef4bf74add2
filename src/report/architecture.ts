/**
 * A network as a picture: layers from top to bottom, each with the shape of its output and its weights. Layers that
 * belong together (a convolution, its activation, its norm) touch; an arrow leads from one such group to the next.
 */
import { type Layer, type LayerNorm, type Network, type Shape, sizeOf } from '../network/layers.ts';
import { descriptionOf } from '../network/norms.ts';
import { countWeights, parameterSpecs } from '../network/parameters.ts';
import { FONT, INK, type Scheme } from './ink.ts';
import { escapeText } from './markup.ts';

/** Pixels. */
const WIDTH = 640;
const MARGIN = 24;
const TITLE_HEIGHT = 48;
const ROW = 26;
/** Between groups, with an arrow in it. */
const GAP = 20;
const BOX = { left: MARGIN, width: 372 } as const;
const SHAPE_RIGHT = 510;
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
  readonly tone: Tone;
  readonly text: string;
  /** Smaller, after the text. */
  readonly detail: string;
  readonly shape: string;
  /** 0 for none. */
  readonly weights: number;
}

const count = (n: number): string => n.toLocaleString('en-US');
const shapeText = (shape: Shape): string => shape.map(count).join(' × ');

export function renderArchitecture(network: Network, scheme: Scheme = 'light'): string {
  const groups = groupsOf(network);
  const { total, trained } = countWeights(network);
  const sum = `${count(total)} weights${trained < total ? `, ${count(trained)} of them trained` : ''}`;
  const ink = INK[scheme];
  const parts: string[] = [];
  let y = TITLE_HEIGHT;
  groups.forEach((boxes, i) => {
    if (i > 0) {
      parts.push(arrow(y, ink.muted));
      y += GAP;
    }
    for (const box of boxes) {
      parts.push(drawBox(box, y, scheme));
      y += ROW;
    }
  });
  const height = y + 44;
  const head = (text: string, x: number, anchor: string) =>
    `<text x="${x}" y="${MARGIN + 8}" text-anchor="${anchor}" font-size="11" fill="${ink.muted}">${text}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}"`,
    ` role="img" font-family="${FONT}">`,
    `<title>Network of ${sum}</title>`,
    `<desc>${escapeText(inWords(groups.flat()))}</desc>`,
    `<rect width="${WIDTH}" height="${height}" fill="${ink.ground}"/>`,
    head('Layer', BOX.left, 'start'),
    head('Output', SHAPE_RIGHT, 'end'),
    head('Weights', WEIGHTS_RIGHT, 'end'),
    ...parts,
    `<line x1="${MARGIN}" x2="${WEIGHTS_RIGHT}" y1="${y + 12}" y2="${y + 12}" stroke="${ink.line}"/>`,
    `<text x="${WEIGHTS_RIGHT}" y="${y + 31}" text-anchor="end" font-size="13" font-weight="600" fill="${ink.text}">${sum}</text>`,
    '</svg>',
  ].join('\n');
}

/** Each group starts with a layer that changes the shape or with the input; ReLU, norm and dropout join the one before. */
function groupsOf(network: Network): Box[][] {
  const weightsOf = new Map<string, number>();
  for (const { name, shape, role } of parameterSpecs(network)) {
    const layer = name.slice(0, name.indexOf('/'));
    if (role !== 'slot') weightsOf.set(layer, (weightsOf.get(layer) ?? 0) + sizeOf(shape));
  }
  const last = network.layers.at(-1);
  const groups: Box[][] = [
    [{ tone: 'end', text: 'Image', detail: 'pixels / 255', shape: shapeText(network.input), weights: 0 }],
  ];
  for (const layer of network.layers) {
    const box: Box = {
      ...lookOf(layer),
      shape: shapeText(layer.output),
      weights: weightsOf.get(layer.name) ?? 0,
    };
    if (layer.kind === 'relu' || layer.kind === 'norm') groups.at(-1)?.push(box);
    else groups.push([box]);
    if (layer === last) {
      const shape = `${network.classes} probabilities`;
      groups.at(-1)?.push({ tone: 'end', text: 'Softmax', detail: 'cross-entropy loss', shape, weights: 0 });
    }
  }
  return groups;
}

function lookOf(layer: Layer): Pick<Box, 'tone' | 'text' | 'detail'> {
  switch (layer.kind) {
    case 'conv2d': {
      const size = `${layer.kernelSize} × ${layer.kernelSize}`;
      const stride = layer.stride === 1 ? '' : `, stride ${layer.stride}`;
      const text = `Convolution ${size}${stride}, ${layer.output.at(-1) ?? 0} filters`;
      return { tone: 'kernel', text, detail: layer.standardized ? 'standardized (WS)' : '' };
    }
    case 'dense':
      return { tone: 'kernel', text: `Dense, ${layer.output[0] ?? 0} units`, detail: '' };
    case 'norm':
      return { tone: 'norm', ...normText(layer.norm, layer.output) };
    case 'relu':
      return { tone: 'plain', text: 'ReLU', detail: '' };
    case 'global-average-pool':
      return { tone: 'plain', text: 'Global average pool', detail: '' };
    case 'max-pool':
      return { tone: 'plain', text: 'Max-pool 2 × 2', detail: '' };
    case 'flatten':
      return { tone: 'plain', text: 'Flatten', detail: '' };
    case 'dropout':
      return { tone: 'plain', text: 'Dropout', detail: `${layer.rate * 100} %` };
    case 'add':
      return { tone: 'plain', text: 'Sum', detail: `with ${layer.reads[1]}` };
    default:
      return layer satisfies never;
  }
}

function normText(norm: LayerNorm, shape: Shape): { text: string; detail: string } {
  const { words, statistics } = descriptionOf(norm);
  const { groups, momentum } = norm;
  const dense = shape.length === 1;
  const text = (dense && words.plainOnUnits) || words.plain;
  if (momentum !== undefined) return { text, detail: `momentum ${momentum}` };
  if (groups === undefined) return { text, detail: '' };
  if (statistics?.channels === 'bands') return { text, detail: plural(groups, dense ? 'group' : 'band') };
  const channels = plural((shape.at(-1) ?? 1) / groups, 'channel');
  return { text, detail: `${plural(groups, 'group')} of ${channels}` };
}

const plural = (n: number, word: string): string => `${count(n)} ${word}${n === 1 ? '' : 's'}`;

function drawBox({ tone, text, detail, shape, weights }: Box, y: number, scheme: Scheme): string {
  const ink = INK[scheme];
  const [fill, edge] = TONES[scheme][tone];
  const middle = y + ROW / 2 + 4.5;
  const more = detail && `<tspan dx="8" font-size="11" fill="${ink.muted}">${escapeText(detail)}</tspan>`;
  const right = (value: string, x: number, colour: string) =>
    `<text x="${x}" y="${middle}" text-anchor="end" font-size="12" fill="${colour}">${value}</text>`;
  return [
    `<rect x="${BOX.left}" y="${y + 0.5}" width="${BOX.width}" height="${ROW - 1}" rx="3" fill="${fill}" stroke="${edge}"/>`,
    `<text x="${BOX.left + 12}" y="${middle}" font-size="13" fill="${ink.text}">${escapeText(text)}${more}</text>`,
    right(shape, SHAPE_RIGHT, ink.text),
    weights > 0 ? right(count(weights), WEIGHTS_RIGHT, ink.text) : '',
  ].join('');
}

function arrow(y: number, colour: string): string {
  const x = BOX.left + BOX.width / 2;
  const tip = y + GAP - 3;
  return `<path d="M${x},${y + 3}V${tip}m-4,-5l4,5l4,-5" fill="none" stroke="${colour}" stroke-width="1.5"/>`;
}

/** The picture for who cannot see it. */
const inWords = (boxes: readonly Box[]): string =>
  boxes
    .map(({ text, detail, shape, weights }) => {
      const about = [detail, `output ${shape}`, weights > 0 ? plural(weights, 'weight') : ''];
      return `${text} (${about.filter((part) => part !== '').join(', ')})`;
    })
    .join('; ');
