/**
 * How a confusion matrix looks and what a click on a cell does, passed to vegaEmbed.ts on its container as ChartLook is:
 * tfjs-vis has options for neither.
 */
import type { Scheme } from '../../curves/palette.ts';

export interface MatrixLook {
  readonly scheme: Scheme;
  /** Font size in pixels. */
  readonly fontSize: number;
  /** Names of the true class and the predicted one of the cell that stands out. */
  readonly chosen: readonly [label: string, prediction: string] | undefined;
  readonly onCell: (label: string, prediction: string) => void;
}

export const MATRIX_LOOK: unique symbol = Symbol.for('norm-playground.matrix-look');

export interface MatrixContainer extends HTMLElement {
  [MATRIX_LOOK]?: MatrixLook;
}
