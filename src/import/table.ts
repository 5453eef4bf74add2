/**
 * A table, row by row: pixels become numbers at once, for those of 60,000 images would take two gigabytes as texts. Of
 * the two columns that may have the labels the texts are kept until all rows are there to tell.
 */
import { counted } from '../spec/numbers.ts';
import { cutText } from '../spec/text.ts';
import { rangeOf, scaleOf, toBytes } from './brightness.ts';
import { Unreadable } from './refusal.ts';

const LABEL_NAMES = /^(label|labels|class|target|y)$/i;
const LEAST_PIXELS = 16;
/** Of a piece of the numbers. */
const ROWS = 1000;

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly text: string;
}

interface TableOfImages {
  /** One a row. */
  readonly labels: readonly string[];
  /** Pixels of each row. */
  readonly size: number;
  /** @returns the bytes of each row @throws Unreadable for what is no pixel */
  readonly pixels: () => (row: number) => Uint8Array;
}

export class Table {
  #header: readonly string[] | undefined;
  /** Columns of a row; undefined before there is one. */
  #columns: number | undefined;
  #rows = 0;
  /** By column: the texts of those that may have the labels. */
  readonly #texts = new Map<number, string[]>();
  /** Of the other columns, row by row. */
  #numbers = new Numbers(ROWS);
  /** The first that is none. */
  #noNumber: Cell | undefined;
  /** How many columns the first row has that has not as many as the others. */
  #uneven: number | undefined;

  /** @returns whether more rows are wanted */
  add(cells: readonly string[]): boolean {
    if (this.#columns === undefined) {
      if (!this.#header && isHeader(cells)) {
        this.#header = cells;
        return true;
      }
      this.#columns = cells.length;
      if (cells.length <= LEAST_PIXELS) return false;
      const named = this.#header?.findIndex(isLabelName) ?? -1;
      for (const column of named >= 0 ? [named] : [0, cells.length - 1]) this.#texts.set(column, []);
      this.#numbers = new Numbers(ROWS * (cells.length - this.#texts.size));
    }
    if (cells.length !== this.#columns) {
      this.#uneven = cells.length;
      return false;
    }
    for (let column = 0; column < cells.length; column++) {
      const text = cells[column] ?? '';
      const texts = this.#texts.get(column);
      if (texts) texts.push(text);
      else this.#numbers.add(this.#number({ row: this.#rows, column, text }));
    }
    this.#rows++;
    return true;
  }

  #number(cell: Cell): number {
    const value = numberIn(cell.text);
    if (!Number.isNaN(value)) return value;
    const first = this.#noNumber;
    if (!first || cell.row < first.row || (cell.row === first.row && cell.column < first.column))
      this.#noNumber = cell;
    return 0;
  }

  /** What it is once all rows are there. @throws Unreadable for what is no table of images */
  images(): TableOfImages {
    const columns = this.#columns ?? 0;
    if (columns <= LEAST_PIXELS) throw new Unreadable('a table without pixels');
    if (this.#uneven !== undefined)
      throw new Unreadable(
        `row ${this.#rows + 1} has ${counted(this.#uneven, 'column')}, the first has ${columns}`,
      );
    const label = this.#labelColumn(columns);
    const labels = (this.#texts.get(label) ?? []).map(nameOf);
    return { labels, size: columns - 1, pixels: () => this.#pixels(columns, label) };
  }

  /** By its name; without one the first or the last column, the one that looks more like classes. */
  #labelColumn(columns: number): number {
    const [named = 0] = this.#texts.keys();
    if (this.#texts.size === 1) return named;
    const like = (column: number): number => likeness(this.#texts.get(column) ?? []);
    // On a tie the first column is the label, as in Kaggle's files.
    return like(columns - 1) > like(0) ? columns - 1 : 0;
  }

  #pixels(columns: number, label: number): (row: number) => Uint8Array {
    const atEnd = [...this.#texts.keys()].find((column) => column !== label);
    const end = new Numbers(Math.max(1, this.#rows));
    if (atEnd !== undefined)
      for (const [row, text] of (this.#texts.get(atEnd) ?? []).entries())
        end.add(this.#number({ row, column: atEnd, text }));
    if (this.#noNumber) {
      const { row, column, text } = this.#noNumber;
      throw new Unreadable(`row ${row + 1}, column ${column + 1} is '${cutText(text, 20)}', not a number`);
    }
    const [inner = [], outer = []] = bytesOf([this.#numbers, end]);
    const width = columns - this.#texts.size;
    return (row) => {
      const at = (row % ROWS) * width;
      const most = inner[Math.floor(row / ROWS)]?.subarray(at, at + width) ?? new Uint8Array(width);
      if (atEnd === undefined) return most;
      const bytes = new Uint8Array(columns - 1);
      bytes.set(most, atEnd === 0 ? 1 : 0);
      bytes[atEnd === 0 ? 0 : width] = outer[0]?.[row] ?? 0;
      return bytes;
    };
  }
}

/** Numbers in pieces, so that none is copied as they grow: bytes as long as they are such. */
class Numbers {
  readonly pieces: (Uint8Array | Float64Array)[] = [];
  floats = false;
  readonly #perPiece: number;
  #count = 0;
  constructor(perPiece: number) {
    this.#perPiece = perPiece;
  }

  add(value: number): void {
    this.floats ||= !Number.isInteger(value);
    const at = this.#count++ % this.#perPiece;
    if (at === 0) this.pieces.push(new Uint8Array(this.#perPiece));
    const last = this.pieces.length - 1;
    const piece = this.pieces[last];
    if (!piece) throw new RangeError(`no piece ${last}`);
    piece[at] = value;
    if (piece[at] === value) return;
    const wider = Float64Array.from(piece);
    wider[at] = value;
    this.pieces[last] = wider;
  }
}

/** Of numbers on one scale, piece by piece. @throws Unreadable for what is no pixel */
function bytesOf(all: readonly Numbers[]): Uint8Array[][] {
  const floats = all.some((numbers) => numbers.floats);
  const range = rangeOf(
    all.flatMap(({ pieces }) => pieces),
    floats,
  );
  const scale = scaleOf(range, range.most, floats);
  return all.map(({ pieces }) => pieces.map((piece) => toBytes(piece, scale)));
}

/** Words where pixels stand; or numbers that rise, as pandas names columns, beside a label's name. */
function isHeader(cells: readonly string[]): boolean {
  const numbers = cells.map(numberIn);
  if (numbers.slice(1, -1).some(Number.isNaN)) return true;
  const pixels = isLabelName(cells[0] ?? '')
    ? numbers.slice(1)
    : isLabelName(cells.at(-1) ?? '')
      ? numbers.slice(0, -1)
      : [];
  return pixels.length > 0 && pixels.every((value, i) => i === 0 || value > (pixels[i - 1] ?? 0));
}

const isLabelName = (text: string): boolean => LABEL_NAMES.test(text.trim());

const numberIn = (text: string): number => {
  const value = Number(text);
  return value === 0 && text.trim() === '' ? Number.NaN : value;
};

/** '3.0', as pandas writes a column with gaps, is class 3. */
const nameOf = (text: string): string => text.trim().replace(/^(\d+)\.0$/, '$1');

/**
 * How much a column looks like classes: whole numbers or words, few, each about as often. A pixel of the corner is nearly
 * always the same, or anything from 0 to 255.
 * @returns entropy as a share of its most, 0 … 1, less a little for each value; below 0 for no classes at all
 */
function likeness(texts: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const value = nameOf(text);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const fractions = [...counts.keys()].some((value) => /^-?\d*\.\d+$/.test(value));
  if (fractions || counts.size < 2 || counts.size > texts.length / 2) return -1;
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / texts.length) * Math.log(count / texts.length);
  return entropy / Math.log(counts.size) - counts.size / 1000;
}
