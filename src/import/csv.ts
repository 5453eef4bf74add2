/** Tables with a label and the pixels of an image in each row. */

import Papa from 'papaparse';
import { counted } from '../spec/numbers.ts';
import { cutText } from '../spec/text.ts';
import { rangeOf, scaleOf, toBytes } from './brightness.ts';
import { pictureOf, squareOf } from './layout.ts';
import { splitOfFile } from './names.ts';
import { Unreadable } from './refusal.ts';
import { chosen, liesOnItsSide, type Notes, type Reading, type Sample } from './sample.ts';
import type { PlainFile } from './unpack.ts';

const LABEL_NAMES = /^(label|labels|class|target|y)$/i;
const LEAST_PIXELS = 16;

/** @throws Unreadable */
export function* csvSamples(
  { path, bytes }: PlainFile,
  reading: Reading,
  notes: Notes,
): Generator<Sample, void> {
  const { header, rows } = parse(new TextDecoder().decode(bytes));
  const [first] = rows;
  const columns = first?.length ?? 0;
  if (columns < LEAST_PIXELS + 1) throw new Unreadable('a table without pixels');
  const uneven = rows.findIndex((row) => row.length !== columns);
  if (uneven >= 0)
    throw new Unreadable(
      `row ${uneven + 1} has ${counted(rows[uneven]?.length ?? 0, 'column')}, the first has ${columns}`,
    );
  const label = labelColumn(header, rows);
  const size = columns - 1;
  const square = squareOf(size);
  if (!square) throw new Unreadable(`${size} pixels a row are no square image, grey or of three channels`);
  const layout = {
    ...square,
    channelsFirst: square.channels > 1 && chosen('channelsFirst', false, reading, notes),
    transposed: liesOnItsSide(path, reading, notes),
  };
  const numbers = new Float64Array(rows.length * size);
  let at = 0;
  for (const [r, row] of rows.entries())
    for (const [c, cell] of row.entries()) {
      if (c === label) continue;
      const value = cell.trim() === '' ? Number.NaN : Number(cell);
      if (Number.isNaN(value))
        throw new Unreadable(`row ${r + 1}, column ${c + 1} is '${cutText(cell, 20)}', not a number`);
      numbers[at++] = value;
    }
  const floats = numbers.some((value) => !Number.isInteger(value));
  const range = rangeOf(numbers, floats);
  const pixels = toBytes(numbers, scaleOf(range, range.most, floats));
  const split = splitOfFile(path);
  for (const [r, row] of rows.entries())
    yield {
      path: `${path}, row ${r + 1}`,
      label: nameOf(row[label] ?? ''),
      split,
      width: square.width,
      height: square.height,
      picture: () => pictureOf(pixels.subarray(r * size, (r + 1) * size), layout),
    };
}

/** '3.0', as pandas writes a column with gaps, is class 3. */
const nameOf = (cell: string): string => cell.trim().replace(/^(\d+)\.0$/, '$1');

function parse(text: string): { header: readonly string[] | undefined; rows: readonly string[][] } {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { skipEmptyLines: 'greedy' });
  return isHeader(data) ? { header: data[0], rows: data.slice(1) } : { header: undefined, rows: data };
}

/** Words where pixels stand; or numbers, as pandas names columns, beside a label's name that is no class. */
function isHeader([first = [], ...rows]: readonly string[][]): boolean {
  if (first.slice(1, -1).some((cell) => cell.trim() === '' || Number.isNaN(Number(cell)))) return true;
  return [0, first.length - 1].some(
    (column) =>
      LABEL_NAMES.test(first[column]?.trim() ?? '') && !rows.some((row) => row[column] === first[column]),
  );
}

/** By its name; without one the first or the last column, the one that looks more like classes. */
function labelColumn(header: readonly string[] | undefined, rows: readonly string[][]): number {
  const named = header?.findIndex((name) => LABEL_NAMES.test(name.trim())) ?? -1;
  if (named >= 0) return named;
  const last = (rows[0]?.length ?? 1) - 1;
  // On a tie the first column is the label, as in Kaggle's files.
  return likeness(rows, last) > likeness(rows, 0) ? last : 0;
}

/**
 * How much a column looks like classes: whole numbers or words, few, each about as often. A pixel of the corner is nearly
 * always the same, or anything from 0 to 255.
 * @returns entropy as a share of its most, 0 … 1, less a little for each value; below 0 for no classes at all
 */
function likeness(rows: readonly string[][], column: number): number {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = nameOf(row[column] ?? '');
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const fractions = [...counts.keys()].some((value) => /^-?\d*\.\d+$/.test(value));
  if (fractions || counts.size < 2 || counts.size > rows.length / 2) return -1;
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / rows.length) * Math.log(count / rows.length);
  return entropy / Math.log(counts.size) - counts.size / 1000;
}
