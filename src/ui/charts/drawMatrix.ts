/** Draws a confusion matrix with tfjs-vis, which is loaded when the first one wants drawing (draw.ts says why so). */
import { MATRIX_LOOK, type MatrixContainer, type MatrixLook } from './matrixLook.ts';

type Draw = typeof import('@tensorflow/tfjs-vis/dist/render/confusion_matrix')['confusionMatrix'];

let confusionMatrix: Promise<Draw> | undefined;

const loadConfusionMatrix = (): Promise<Draw> => {
  confusionMatrix ??= import('@tensorflow/tfjs-vis/dist/render/confusion_matrix').then(
    (module) => module.confusionMatrix,
  );
  // A failed download is tried again at the next drawing.
  confusionMatrix.catch(() => {
    confusionMatrix = undefined;
  });
  return confusionMatrix;
};

export interface MatrixData {
  /** Row: the true class. Column: the predicted one. */
  readonly counts: readonly (readonly number[])[];
  /** Class names, in the order of rows and columns. */
  readonly names: readonly string[];
}

export async function drawMatrix(
  container: MatrixContainer,
  { counts, names }: MatrixData,
  look: MatrixLook,
  size: { readonly width: number; readonly height: number },
): Promise<void> {
  const draw = await loadConfusionMatrix();
  container[MATRIX_LOOK] = look;
  await draw(
    container,
    { values: counts.map((row) => [...row]), tickLabels: [...names] },
    { ...size, xLabel: 'predicted class', yLabel: 'true class', shadeDiagonal: false },
  );
}
