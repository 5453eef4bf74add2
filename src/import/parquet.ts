/** Parquet as Hugging Face's datasets write it: a column of encoded images, a column of labels, names in the metadata. */
import { type FileMetaData, parquetMetadata, parquetReadObjects, type SchemaElement } from 'hyparquet';
import { compressors, decompressZstd } from 'hyparquet-compressors';
import { z } from 'zod';
import { kindOf } from './kind.ts';
import { splitOfFile } from './names.ts';
import { decodePicture, PICTURE_KINDS, type PictureKind, sizeOf } from './picture.ts';
import { LIMITS, Unreadable } from './refusal.ts';
import type { Notes, Sample } from './sample.ts';
import type { PlainFile } from './unpack.ts';

/** Rows that are in memory at a time. */
const ROWS = 1000;

/** What Hugging Face has instead of a class where there is none. */
const UNLABELLED = -1;

const featuresSchema = z.record(
  z.string(),
  z.object({ _type: z.string().optional(), names: z.array(z.string()).optional() }).loose(),
);
const infoSchema = z.object({ info: z.object({ features: featuresSchema }) });

type Decompress = (input: Uint8Array, outputLength: number) => Uint8Array;

/** @throws Unreadable for a page that is made to fill the memory, before anything is unpacked */
const bounded =
  (decompress: Decompress): Decompress =>
  (input, outputLength) => {
    const { most, free } = LIMITS.growth;
    if (outputLength > free + most * input.length)
      throw new Unreadable(
        `a page grows to more than ${most} times its size, as no images do: write it again`,
      );
    return decompress(input, outputLength);
  };

/** Into what a page says that it needs and no further. */
const BOUNDED = Object.fromEntries(
  Object.entries({
    ...compressors,
    ZSTD: (input: Uint8Array, length: number) => decompressZstd(input, new Uint8Array(length)),
  }).map(([codec, decompress]) => [codec, bounded(decompress)]),
);

interface Columns {
  readonly image: string;
  readonly label: string;
  readonly names: readonly string[] | undefined;
}

/** @throws Unreadable */
export async function* parquetSamples(
  { path, bytes }: PlainFile,
  notes: Notes,
): AsyncGenerator<Sample, void> {
  const { buffer } = bytes;
  const metadata = parquetMetadata(buffer);
  const { image, label, names } = columnsOf(metadata);
  const split = splitOfFile(path);
  const total = Number(metadata.num_rows);
  for (let start = 0; start < total; start += ROWS) {
    const rows = await parquetReadObjects({
      file: buffer,
      metadata,
      columns: [image, label],
      rowStart: start,
      rowEnd: Math.min(total, start + ROWS),
      compressors: BOUNDED,
      utf8: false,
    });
    for (const [i, row] of rows.entries()) {
      const place = `${path}, row ${start + i}`;
      const encoded = bytesIn(row[image]);
      const kind = encoded && kindOf(encoded.subarray(0, 64));
      if (!encoded || !kind || !PICTURE_KINDS.has(kind)) {
        notes.skip(place, 'no image that can be read here in it');
        continue;
      }
      const cell: unknown = row[label];
      const number = Number(cell);
      if (
        cell === null ||
        cell === undefined ||
        Object.is(cell, Number.NaN) ||
        (names && number === UNLABELLED)
      ) {
        notes.skip(place, 'no label: give it one');
        continue;
      }
      yield {
        path: place,
        label: names?.[number] ?? textOf(cell),
        split,
        ...sizeOf(kind as PictureKind, encoded),
        picture: () => decodePicture(kind as PictureKind, encoded),
      };
    }
  }
}

function bytesIn(cell: unknown): Uint8Array | undefined {
  if (cell instanceof Uint8Array) return cell;
  if (typeof cell !== 'object' || cell === null || !('bytes' in cell)) return undefined;
  return cell.bytes instanceof Uint8Array ? cell.bytes : undefined;
}

const textOf = (cell: unknown): string =>
  cell instanceof Uint8Array ? new TextDecoder().decode(cell) : String(cell);

/** A struct with the bytes in it, or the bytes; text is a path. */
const mayBeImage = ({ num_children: children, type, converted_type: meaning }: SchemaElement): boolean =>
  children !== undefined || (type === 'BYTE_ARRAY' && meaning !== 'UTF8');

function columnsOf(metadata: FileMetaData): Columns {
  const noted = metadata.key_value_metadata?.find(({ key }) => key === 'huggingface')?.value;
  const parsed = noted ? infoSchema.safeParse(safeJson(noted)) : undefined;
  const features = parsed?.success ? parsed.data.info.features : {};
  const columns = metadata.schema.filter(({ name }) => name !== 'schema');
  const image =
    Object.keys(features).find((name) => features[name]?._type === 'Image') ??
    columns.find((column) => mayBeImage(column) && /^(image|img|picture)$/i.test(column.name))?.name;
  const classes = Object.keys(features).filter((name) => features[name]?._type === 'ClassLabel');
  const label =
    classes.find((name) => !/coarse/i.test(name)) ??
    columns.find(({ name }) => /^(label|fine_label|class|target)$/i.test(name))?.name ??
    columns.find(({ num_children: children, name }) => !children && /^labels$/i.test(name))?.name;
  if (!image || !label) {
    const found = columns.map(({ name }) => name).join(', ');
    throw new Unreadable(`a Parquet file without an image and a label column; it has ${found.slice(0, 120)}`);
  }
  return { image, label, names: features[label]?.names };
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
