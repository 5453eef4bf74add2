/**
 * A confusion matrix, drawn by tfjs-vis. It is one picture: whoever does not see it, or has no pointer, needs the same
 * numbers in a table beside it.
 */
import { useEffect, useRef, useState } from 'react';
import { useScheme } from '../theme.ts';
import { useWidth } from '../useWidth.ts';
import { MATRIX_LOOK, type MatrixContainer, type MatrixLook } from './look.ts';

interface ConfusionMatrixProps extends MatrixData {
  readonly chosen: MatrixLook['chosen'];
  readonly onCell: MatrixLook['onCell'];
}

/** Wider cells than those of this width would be no easier to read, in pixels. */
const MOST_WIDTH = 560;
/** Below this width the font gets smaller. */
const NARROW = 420;

export function ConfusionMatrix({ counts, names, chosen, onCell }: ConfusionMatrixProps) {
  const scheme = useScheme();
  const surface = useRef<HTMLDivElement>(null);
  // One drawing at a time: two at once would both leave their canvas.
  const drawn = useRef(Promise.resolve());
  const click = useRef(onCell);
  click.current = onCell;
  const width = useWidth(surface, MOST_WIDTH);
  const [problem, setProblem] = useState<string>();
  const [label, prediction] = chosen ?? [];
  useEffect(() => {
    const container = surface.current;
    if (!container || width < 40) return;
    let left = false;
    const look: MatrixLook = {
      scheme,
      fontSize: width < NARROW ? 10 : 12,
      chosen: label !== undefined && prediction !== undefined ? [label, prediction] : undefined,
      onCell: (...cell) => click.current(...cell),
    };
    const size = { width, height: heightOf(width) };
    const draw = async (): Promise<void> => {
      if (left) return;
      try {
        await drawMatrix(container, { counts, names }, look, size);
        setProblem(undefined);
      } catch (error) {
        setProblem(`The matrix could not be drawn (${error instanceof Error ? error.message : error}).`);
      }
    };
    drawn.current = drawn.current.then(draw);
    return () => {
      left = true;
    };
  }, [counts, names, scheme, width, label, prediction]);
  return (
    <div className="confusion-chart">
      <div ref={surface} aria-hidden="true" style={{ minHeight: heightOf(width) }} />
      {problem && <p className="problem">{problem}</p>}
    </div>
  );
}

const heightOf = (width: number): number => Math.round(0.86 * width);

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

interface MatrixData {
  /** Row: the true class. Column: the predicted one. */
  readonly counts: readonly (readonly number[])[];
  /** Class names, in the order of rows and columns. */
  readonly names: readonly string[];
}

/** Draws a confusion matrix with tfjs-vis, which is loaded when the first one wants drawing (draw.ts says why so). */
async function drawMatrix(
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
