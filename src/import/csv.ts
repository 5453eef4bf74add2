/** Tables with a label and the pixels of an image in each row. */

import Papa from 'papaparse';
import { pictureOf, squareOf } from './layout.ts';
import { splitOfFile } from './names.ts';
import { Unreadable } from './refusal.ts';
import { chosen, liesOnItsSide, type Notes, type Reading, type Sample } from './sample.ts';
import { Table } from './table.ts';
import type { PlainFile } from './unpack.ts';

/** @throws Unreadable */
export function* csvSamples(
  { path, bytes }: PlainFile,
  reading: Reading,
  notes: Notes,
): Generator<Sample, void> {
  const table = new Table();
  Papa.parse<string[]>(new TextDecoder().decode(bytes), {
    skipEmptyLines: 'greedy',
    step: ({ data }, parser) => {
      if (!table.add(data)) parser.abort();
    },
  });
  const { labels, size, pixels } = table.images();
  const square = squareOf(size);
  if (!square) throw new Unreadable(`${size} pixels a row are no square image, grey or of three channels`);
  const layout = {
    ...square,
    channelsFirst: square.channels > 1 && chosen('channelsFirst', false, reading, notes),
    transposed: liesOnItsSide(path, reading, notes),
  };
  const bytesOf = pixels();
  const split = splitOfFile(path);
  for (const [row, label] of labels.entries())
    yield {
      path: `${path}, row ${row + 1}`,
      label,
      split,
      width: square.width,
      height: square.height,
      picture: () => pictureOf(bytesOf(row), layout),
    };
}
