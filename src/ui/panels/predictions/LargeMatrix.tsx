/** The confusion matrix of many classes, in a box that scrolls both ways while the class names stay at its edges. */
import { useEffect, useMemo, useRef } from 'react';
import { grouped } from '../../../spec/numbers.ts';
import type { ConfusionCell } from '../../../store/predictionsView.ts';
import { cellAt, drawLargeMatrix, marginFor, scrollFor, sideOf } from '../../charts/largeMatrix.ts';
import { useScheme } from '../../theme.ts';
import { useWidth } from '../../useWidth.ts';
import { ScrollBox } from '../inside/ScrollBox.tsx';

interface LargeMatrixProps {
  /** Unlike that of any other region of the page. */
  readonly label: string;
  readonly counts: readonly (readonly number[])[];
  readonly names: readonly string[];
  readonly chosen: ConfusionCell;
  /** The class whose row and column stand out. */
  readonly sought: number | undefined;
  readonly onCell: (cell: ConfusionCell) => void;
}

const MOST_HEIGHT = 520;

export function LargeMatrix({ label, counts, names, chosen, sought, onCell }: LargeMatrixProps) {
  const scheme = useScheme();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const click = useRef(onCell);
  click.current = onCell;
  const room = useWidth(frame);
  const margin = useMemo(() => marginFor(names, room), [names, room]);
  const side = sideOf(names.length, margin);
  const width = Math.min(side, room);
  const height = Math.min(side, MOST_HEIGHT);

  useEffect(() => {
    const surface = canvas.current;
    const box = surface?.closest('section');
    if (!surface || !box || width === 0) return;
    const matrix = { counts, names, chosen, sought, scheme, margin };
    const draw = (): void =>
      drawLargeMatrix(surface, matrix, { left: box.scrollLeft, top: box.scrollTop, width, height });
    const under = ({ offsetX, offsetY }: MouseEvent): ConfusionCell | undefined =>
      cellAt(offsetX, offsetY, { left: box.scrollLeft, top: box.scrollTop }, matrix);
    const onClick = (event: MouseEvent): void => {
      const cell = under(event);
      if (cell) click.current(cell);
    };
    const onMove = (event: MouseEvent): void => {
      const cell = under(event);
      surface.style.cursor = cell ? 'pointer' : '';
      surface.title = cell
        ? `true class ${names[cell.label]}, predicted ${names[cell.predicted]}: ${grouped(counts[cell.label]?.[cell.predicted] ?? 0)}`
        : '';
    };
    draw();
    box.addEventListener('scroll', draw);
    surface.addEventListener('click', onClick);
    surface.addEventListener('mousemove', onMove);
    return () => {
      box.removeEventListener('scroll', draw);
      surface.removeEventListener('click', onClick);
      surface.removeEventListener('mousemove', onMove);
    };
  }, [counts, names, chosen, sought, scheme, margin, width, height]);

  // What was looked up, or chosen in the table, comes into view.
  const row = sought ?? chosen.label;
  const column = sought ?? chosen.predicted;
  useEffect(() => {
    const box = canvas.current?.closest('section');
    if (!box || width === 0) return;
    box.scrollLeft = scrollFor(column, box.scrollLeft, width - margin);
    box.scrollTop = scrollFor(row, box.scrollTop, height - margin);
  }, [row, column, margin, width, height]);

  return (
    <div ref={frame} className="large-matrix">
      <ScrollBox label={label}>
        <div style={{ width: side, height: side }} aria-hidden="true">
          <canvas ref={canvas} style={{ width, height }} />
        </div>
      </ScrollBox>
    </div>
  );
}
