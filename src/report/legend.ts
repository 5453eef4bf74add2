/**
 * Which line is which, below a figure: the picture grows, its plot does not. Drawn here and not by Vega, which takes the
 * room from the plot, cuts long names off, and shows no marks.
 */

import { type Mark, markPath, SAMPLE_WIDTH, sampleLine } from '../curves/palette.ts';
import { charactersOf } from '../spec/text.ts';
import { FONT, INK, type Scheme } from './ink.ts';
import { escapeText } from './markup.ts';

export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
  readonly dash: readonly number[];
  /** Where its points are marked. */
  readonly mark: Mark | undefined;
}

const FONT_SIZE = 12;
const LINE = 16;
const ROW_GAP = 5;
/** Of the picture, left and right of the legend and below it. */
const EDGE = 14;
const COLUMN_GAP = 22;
const MARK_ROOM = 12;
const SAMPLE_ROOM = SAMPLE_WIDTH + 6;

/**
 * @param svg a picture with a ground of its own size
 * @param note said above the names
 */
export function withLegend(
  svg: string,
  entries: readonly LegendEntry[],
  { width, scheme, note }: { readonly width: number; readonly scheme: Scheme; readonly note?: string },
): string {
  if (entries.length === 0) return svg;
  const [, shown = ''] = /^<svg[^>]* height="([\d.]+)"/.exec(svg) ?? [];
  const height = Number(shown);
  const legend = drawn(entries, width, scheme, note);
  const grown = height + legend.height;
  return (
    svg
      .replace(/^<svg[^>]*>/, (tag) =>
        tag.replace(` height="${shown}"`, ` height="${grown}"`).replace(` ${shown}"`, ` ${grown}"`),
      )
      .replace(`<rect width="${width}" height="${shown}"`, `<rect width="${width}" height="${grown}"`)
      // As a function: a name may hold what a text to put in its place would mean by '$&'.
      .replace(
        /<\/svg>$/,
        () => `<g class="legend" transform="translate(0,${height})">${legend.markup}</g></svg>`,
      )
  );
}

function drawn(
  entries: readonly LegendEntry[],
  width: number,
  scheme: Scheme,
  note: string | undefined,
): { readonly markup: string; readonly height: number } {
  const indent = SAMPLE_ROOM + (entries.some(({ mark }) => mark) ? MARK_ROOM : 0);
  const room = width - 2 * EDGE;
  const longest = indent + Math.max(...entries.map(({ name }) => textWidth(name)));
  const columns = Math.max(
    1,
    Math.min(entries.length, Math.floor((room + COLUMN_GAP) / (longest + COLUMN_GAP))),
  );
  const step = Math.min(room, longest) + COLUMN_GAP;
  const rows = Math.ceil(entries.length / columns);
  const parts: string[] = [];
  let y = 0;
  if (note) {
    for (const line of wrapped(note, room)) {
      parts.push(text(line, EDGE, y, INK[scheme].muted));
      y += LINE;
    }
    y += ROW_GAP;
  }
  // Down the columns, as a list is read.
  for (let row = 0; row < rows; row++) {
    let lines = 1;
    for (let column = 0; column < columns; column++) {
      const entry = entries[column * rows + row];
      if (!entry) continue;
      const x = EDGE + column * step;
      const words = wrapped(entry.name, room - indent);
      parts.push(sampleOf(entry, x, y));
      parts.push(...words.map((line, i) => text(line, x + indent, y + i * LINE, INK[scheme].text)));
      lines = Math.max(lines, words.length);
    }
    y += lines * LINE + ROW_GAP;
  }
  return { markup: parts.join(''), height: y + EDGE - ROW_GAP };
}

function sampleOf({ colour, dash, mark }: LegendEntry, x: number, y: number): string {
  const middle = LINE / 2;
  const line = `<path d="${sampleLine(dash, middle)}" fill="none" stroke="${colour}" stroke-width="2.2" stroke-dasharray="${dash.join(' ')}"/>`;
  const point = mark
    ? `<path d="${markPath(mark)}" transform="translate(${SAMPLE_WIDTH + 8},${middle})" fill="${colour}"/>`
    : '';
  return `<g transform="translate(${x},${y})">${line}${point}</g>`;
}

const text = (words: string, x: number, y: number, colour: string): string =>
  `<text x="${x}" y="${y + 12}" font-family="${FONT}" font-size="${FONT_SIZE}" fill="${colour}">${escapeText(words)}</text>`;

/** In lines that fit; a word that is too long for one is broken. */
function wrapped(words: string, room: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words.split(' ').flatMap((one) => broken(one, room))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer) > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

function broken(word: string, room: number): string[] {
  const parts = [''];
  for (const letter of charactersOf(word)) {
    if (textWidth(`${parts.at(-1)}${letter}`) > room) parts.push(letter);
    else parts[parts.length - 1] += letter;
  }
  return parts;
}

/** Pixels, rather too many: nothing measures text in Node, and a reader's system font may be a wide one. */
const textWidth = (words: string): number =>
  [...words].reduce((sum, letter) => sum + FONT_SIZE * emsOf(letter), 0);

/** As wide as in DejaVu Sans, the widest of the usual fallbacks. */
function emsOf(letter: string): number {
  if (/[ .,:;'’·|ijl()[\]\-frt]/.test(letter)) return 0.41;
  if (/[mwMW%@+→=<>±]/.test(letter)) return 0.96;
  if (/[A-Z]/.test(letter)) return 0.75;
  return /[\u0020-\u024f]/.test(letter) ? 0.65 : 1.05;
}
