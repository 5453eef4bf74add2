/**
 * Turns the Vega-Lite specification of tfjs-vis's confusion matrix into ours: the theme's colours, class names above and
 * beside the cells, nothing written where nothing was counted, and a frame around the chosen cell.
 */
import { INK, type Scheme } from '../../curves/palette.ts';
import type { MatrixLook } from './look.ts';

/** What tfjs-vis 1.5.1's render.confusionMatrix hands to vega-embed. */
export interface ConfusionSpec {
  readonly width: number;
  readonly height: number;
  readonly data: { readonly values: readonly object[] };
  readonly encoding: Readonly<Record<'x' | 'y', Encoding>>;
  readonly layer: readonly Layer[];
}

interface Encoding {
  readonly title?: string;
}

interface Layer {
  readonly transform?: readonly object[];
  readonly mark: { readonly type: string };
  readonly encoding?: Readonly<Record<string, unknown>>;
}

interface MatrixColours {
  /** From no mistake to the most frequent one. Ink reads on all of them: 4.5:1 or more. */
  readonly mistakes: readonly [string, string];
  /** What was recognized. */
  readonly diagonal: string;
  readonly frame: string;
}

export const MATRIX_COLOURS: Readonly<Record<Scheme, MatrixColours>> = {
  light: { mistakes: ['#fbfcfd', '#f0a060'], diagonal: '#dce9fb', frame: '#2f6fde' },
  dark: { mistakes: ['#1e252d', '#8c4a1c'], diagonal: '#22395a', frame: '#7fb0ff' },
};

const FONT = 'Inter, system-ui, sans-serif';

export function restyleMatrix(spec: ConfusionSpec, look: MatrixLook): object {
  const { mistakes, diagonal, frame } = MATRIX_COLOURS[look.scheme];
  const ink = INK[look.scheme];
  return {
    ...spec,
    // At the right for the last name, which leans over the edge.
    padding: { left: 2, top: 2, right: 1.6 * look.fontSize, bottom: 2 },
    autosize: { type: 'fit', contains: 'padding' },
    config: themeOf(look),
    encoding: {
      x: { ...spec.encoding.x, axis: { orient: 'top', labelAngle: -50, labelOverlap: false } },
      y: { ...spec.encoding.y, axis: { labelOverlap: false } },
    },
    layer: [
      ...spec.layer.map((layer): Layer => {
        if (layer.mark.type === 'text') {
          return {
            ...layer,
            transform: [{ filter: 'datum.count > 0' }],
            mark: { ...layer.mark, ...{ color: ink.text, fontSize: look.fontSize, cursor: 'pointer' } },
          };
        }
        const cells = { ...layer.mark, stroke: ink.grid, strokeWidth: 1, cursor: 'pointer' };
        // tfjs-vis leaves the diagonal unshaded in a layer of its own, in white whatever the theme.
        if (!layer.encoding?.color) return { ...layer, mark: { ...cells, ...{ fill: diagonal } } };
        return { ...layer, mark: cells, encoding: { ...layer.encoding, color: shadeOf(mistakes) } };
      }),
      ...(look.chosen ? [frameOf(look.chosen, frame)] : []),
    ],
  };
}

const shadeOf = (range: readonly string[]) => ({
  field: 'scaleCount',
  type: 'quantitative',
  // Straight from one to the other: Vega's own way round the colour circle passes purple.
  scale: { range, zero: true, interpolate: 'rgb' },
  legend: null,
});

function frameOf([label, prediction]: readonly [string, string], colour: string): Layer {
  const mark = { type: 'rect', fill: null, stroke: colour, strokeWidth: 2.5 };
  return {
    transform: [
      {
        filter: {
          and: [
            { field: 'label', equal: label },
            { field: 'prediction', equal: prediction },
          ],
        },
      },
    ],
    mark,
  };
}

function themeOf({ scheme, fontSize }: MatrixLook) {
  const ink = INK[scheme];
  return {
    background: 'transparent',
    view: { stroke: null },
    text: { font: FONT },
    axis: {
      labelFont: FONT,
      titleFont: FONT,
      labelFontSize: fontSize,
      titleFontSize: fontSize,
      titleFontWeight: 'normal',
      labelColor: ink.text,
      titleColor: ink.muted,
      domain: false,
      ticks: false,
      labelPadding: 5,
    },
  };
}

/** The names on the cell under a mark that Vega hands over, if it is one of a cell. */
export function cellUnder(datum: unknown): readonly [label: string, prediction: string] | undefined {
  if (typeof datum !== 'object' || datum === null) return undefined;
  if (!('label' in datum) || !('prediction' in datum)) return undefined;
  const { label, prediction } = datum;
  return typeof label === 'string' && typeof prediction === 'string' ? [label, prediction] : undefined;
}
