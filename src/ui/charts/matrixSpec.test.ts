import { describe, expect, it } from 'vitest';
import { INK } from '../../curves/palette.ts';
import type { MatrixLook } from './look.ts';
import { cellUnder, MATRIX_COLOURS, restyleMatrix } from './matrixSpec.ts';

/** The parts of a styled specification that are looked at here. */
interface Styled {
  readonly layer: readonly {
    readonly transform?: readonly object[];
    readonly mark: object;
    readonly encoding?: object;
  }[];
}

const look: MatrixLook = { scheme: 'dark', fontSize: 10, chosen: undefined, onCell: () => {} };
/** As tfjs-vis builds it with an unshaded diagonal. */
const spec = {
  width: 300,
  height: 200,
  data: { values: [{ label: 'Coat', prediction: 'Shirt', count: 3, scaleCount: 3 }] },
  encoding: { x: { title: 'predicted class' }, y: { title: 'true class' } },
  layer: [
    {
      transform: [{ filter: 'datum.noFill != true' }],
      mark: { type: 'rect' },
      encoding: { color: { field: 'scaleCount', scale: { range: ['#fff', '#00f'] } }, tooltip: [] },
    },
    { transform: [{ filter: 'datum.noFill == true' }], mark: { type: 'rect', fill: 'white' }, encoding: {} },
    { mark: { type: 'text', baseline: 'middle' }, encoding: { text: { field: 'count' } } },
  ],
};

const styled = (change: Partial<MatrixLook> = {}): Styled => {
  const result = restyleMatrix(spec, { ...look, ...change });
  if (!('layer' in result) || !Array.isArray(result.layer)) throw new Error('no layers');
  return { layer: result.layer };
};

/** Contrast of two colours '#rrggbb' by WCAG 2.2. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light, dark] = [luminance(a), luminance(b)].toSorted((one, other) => other - one);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

describe('restyleMatrix', () => {
  it('shades mistakes and the diagonal in the theme’s colours', () => {
    const [mistakes, diagonal] = styled().layer;
    expect(mistakes?.encoding).toMatchObject({
      color: { field: 'scaleCount', scale: { range: MATRIX_COLOURS.dark.mistakes }, legend: null },
    });
    expect(diagonal?.mark).toMatchObject({ type: 'rect', fill: MATRIX_COLOURS.dark.diagonal });
    expect(diagonal?.transform).toEqual([{ filter: 'datum.noFill == true' }]);
  });

  it('writes counts, but no zeros', () => {
    const text = styled().layer[2];
    expect(text?.mark).toMatchObject({ type: 'text', color: INK.dark.text, fontSize: 10 });
    expect(text?.transform).toEqual([{ filter: 'datum.count > 0' }]);
  });

  it('frames the chosen cell alone', () => {
    expect(styled().layer).toHaveLength(3);
    const { layer } = styled({ chosen: ['Coat', 'Shirt'] });
    expect(layer).toHaveLength(4);
    expect(layer[3]?.transform).toEqual([
      {
        filter: {
          and: [
            { field: 'label', equal: 'Coat' },
            { field: 'prediction', equal: 'Shirt' },
          ],
        },
      },
    ]);
  });

  it.each(['light', 'dark'] as const)(
    'has counts that can be read on every cell in the %s theme',
    (scheme) => {
      const { mistakes, diagonal } = MATRIX_COLOURS[scheme];
      for (const ground of [...mistakes, diagonal]) {
        expect(contrast(INK[scheme].text, ground), ground).toBeGreaterThanOrEqual(4.5);
      }
    },
  );
});

describe('cellUnder', () => {
  it('names the cell of a mark, and nothing else', () => {
    expect(cellUnder({ label: 'Coat', prediction: 'Shirt', count: 3 })).toEqual(['Coat', 'Shirt']);
    for (const other of [undefined, null, 'Coat', {}, { label: 'Coat' }, { label: 1, prediction: 2 }]) {
      expect(cellUnder(other)).toBeUndefined();
    }
  });
});
