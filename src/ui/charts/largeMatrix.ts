/**
 * Draws the part of a confusion matrix of many classes that a box which scrolls shows: cells of one size, the class
 * names at the left and above, wherever the box has scrolled to. tfjs-vis would draw all of 200 × 200 cells at once, on
 * a canvas that phones refuse.
 */

import { INK, type Scheme } from '../../curves/palette.ts';
import { cutText } from '../../spec/text.ts';
import { MATRIX_COLOURS } from './matrixSpec.ts';

/** A true class and the class that it was taken for, by label. */
interface Cell {
  readonly label: number;
  readonly predicted: number;
}

export interface LargeMatrix {
  /** Row: the true class. Column: the predicted one. */
  readonly counts: readonly (readonly number[])[];
  readonly names: readonly string[];
  readonly chosen: Cell;
  /** The class whose row and column stand out. */
  readonly sought: number | undefined;
  readonly scheme: Scheme;
  /** For the names, at the left and above, in pixels as all lengths. */
  readonly margin: number;
}

/** The part that shows: where its upper left corner lies in the whole, and how large it is. */
export interface MatrixWindow {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Of a cell: three digits fit. */
const CELL = 20;
const FONT = '11px Inter, system-ui, sans-serif';
/** The names' share of the box, at most. */
const NAMES_SHARE = 0.34;
const MOST_MARGIN = 150;
const PADDING = 6;

/** Room for the longest name, if the box is wide enough. */
export function marginFor(names: readonly string[], width: number): number {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return MOST_MARGIN;
  context.font = `600 ${FONT}`;
  const longest = Math.max(...names.map((name) => context.measureText(name).width));
  return Math.ceil(Math.min(longest + 2 * PADDING, MOST_MARGIN, NAMES_SHARE * width));
}

export const sideOf = (classes: number, margin: number): number => margin + CELL * classes;

/** @param x, y from the corner of the window. @returns undefined among the names */
export function cellAt(
  x: number,
  y: number,
  { left, top }: Pick<MatrixWindow, 'left' | 'top'>,
  { counts, margin }: Pick<LargeMatrix, 'counts' | 'margin'>,
): Cell | undefined {
  if (x < margin || y < margin) return undefined;
  const cell = {
    label: Math.floor((y - margin + top) / CELL),
    predicted: Math.floor((x - margin + left) / CELL),
  };
  return counts[cell.label]?.[cell.predicted] === undefined ? undefined : cell;
}

/** Where to scroll to, one way, for a row or column to be in view: into the middle, unless it is there. */
export function scrollFor(index: number, now: number, room: number): number {
  const start = CELL * index;
  return start >= now && start + CELL <= now + room ? now : Math.max(0, start - (room - CELL) / 2);
}

export function drawLargeMatrix(canvas: HTMLCanvasElement, matrix: LargeMatrix, window: MatrixWindow): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { width, height, left, top } = window;
  const { counts, names, chosen, sought, scheme, margin } = matrix;
  const ratio = devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  const rows = inView(top, height - margin, names.length);
  const columns = inView(left, width - margin, names.length);
  const ink = INK[scheme];
  const colours = MATRIX_COLOURS[scheme];
  const most = Math.max(
    1,
    ...counts.map((row, label) => Math.max(...row.map((count, i) => (i === label ? 0 : count)))),
  );
  context.font = FONT;
  context.textBaseline = 'middle';

  context.save();
  context.beginPath();
  context.rect(margin, margin, width - margin, height - margin);
  context.clip();
  context.translate(margin - left, margin - top);
  context.textAlign = 'center';
  for (const label of rows) {
    for (const predicted of columns) {
      const count = counts[label]?.[predicted] ?? 0;
      const [x, y] = [CELL * predicted, CELL * label];
      context.fillStyle = label === predicted ? colours.diagonal : colours.mistakes[0];
      context.fillRect(x, y, CELL, CELL);
      if (label !== predicted) {
        context.globalAlpha = count / most;
        context.fillStyle = colours.mistakes[1];
        context.fillRect(x, y, CELL, CELL);
        context.globalAlpha = 1;
      }
      context.strokeStyle = ink.grid;
      context.lineWidth = 1;
      context.strokeRect(x + 0.5, y + 0.5, CELL, CELL);
      context.fillStyle = ink.text;
      if (count > 0) context.fillText(String(count), x + CELL / 2, y + CELL / 2 + 1, CELL - 1);
    }
  }
  context.strokeStyle = colours.frame;
  if (sought !== undefined) {
    const whole = CELL * names.length;
    context.lineWidth = 1.5;
    context.strokeRect(0, CELL * sought, whole, CELL);
    context.strokeRect(CELL * sought, 0, CELL, whole);
  }
  context.lineWidth = 2.5;
  context.strokeRect(CELL * chosen.predicted, CELL * chosen.label, CELL, CELL);
  context.restore();

  const nameOf = (label: number): void => {
    context.fillStyle = label === sought ? colours.frame : ink.text;
    context.font = label === sought ? `600 ${FONT}` : FONT;
    context.fillText(shortened(context, names[label] ?? '', margin - 2 * PADDING), 0, 0);
  };
  context.textAlign = 'right';
  clipped(context, [0, margin, margin, height - margin], () => {
    for (const label of rows)
      at(context, margin - PADDING, margin - top + CELL * (label + 0.5), 0, () => nameOf(label));
  });
  context.textAlign = 'left';
  clipped(context, [margin, 0, width - margin, margin], () => {
    for (const label of columns) {
      at(context, margin - left + CELL * (label + 0.5), margin - PADDING, -Math.PI / 2, () => nameOf(label));
    }
  });
}

/** The rows or columns that show. */
function inView(start: number, room: number, classes: number): number[] {
  const first = Math.floor(start / CELL);
  const end = Math.min(classes, Math.ceil((start + room) / CELL));
  return Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);
}

function clipped(
  context: CanvasRenderingContext2D,
  [x, y, width, height]: readonly [number, number, number, number],
  draw: () => void,
): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  draw();
  context.restore();
}

function at(context: CanvasRenderingContext2D, x: number, y: number, angle: number, draw: () => void): void {
  context.save();
  context.translate(x, y);
  context.rotate(angle);
  draw();
  context.restore();
}

/** 'northern goshawk' as 'northern g…' where there is no more room. */
function shortened(context: CanvasRenderingContext2D, name: string, room: number): string {
  if (context.measureText(name).width <= room) return name;
  for (let length = name.length - 1; length > 0; length--) {
    const cut = `${cutText(name, length).trimEnd()}…`;
    if (context.measureText(cut).width <= room) return cut;
  }
  return '…';
}
