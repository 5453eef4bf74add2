/** Whatever was dropped, as one stream of labelled images. */
import { Arrays } from './arrays.ts';
import { cifarLayout, cifarSamples } from './cifar.ts';
import { csvSamples } from './csv.ts';
import { HEAD_BYTES, whyUnreadable } from './kind.ts';
import { placeOfImage } from './names.ts';
import { parquetSamples } from './parquet.ts';
import { decodePicture, PICTURE_KINDS, type PictureKind, sizeOf } from './picture.ts';
import { Unreadable } from './refusal.ts';
import type { Notes, Reading, Sample } from './sample.ts';
import { type PlainFile, type SourceFile, type Unpacking, unpack } from './unpack.ts';

/** Class names a line, beside the files of CIFAR. */
const CLASS_NAMES = /(^|\/)(batches\.meta|fine_label_names|coarse_label_names|classes|class_names)\.txt$/i;

/**
 * Pictures, tables and records as they come; arrays at the end, when images and labels are both there.
 * What cannot be read is told to `notes`, the rest goes on.
 * @throws ImportRefused; the signal's reason when it is aborted
 */
export async function* samplesOf(
  files: Iterable<SourceFile>,
  reading: Reading,
  notes: Notes,
  progress: Pick<Unpacking, 'signal' | 'onRead'> = {},
): AsyncGenerator<Sample, void> {
  const arrays = new Arrays(reading, notes);
  const skip = (path: string, reason: string) => notes.skip(path, reason);
  for await (const file of unpack(files, { ...progress, skip })) {
    try {
      for await (const sample of samplesIn(file, reading, notes, arrays)) {
        progress.signal?.throwIfAborted();
        yield sample;
      }
    } catch (error) {
      progress.signal?.throwIfAborted();
      if (!(error instanceof Unreadable) && !isParserError(error)) throw error;
      notes.skip(file.path, error.message);
    }
  }
  for (const sample of arrays.samples()) {
    progress.signal?.throwIfAborted();
    yield sample;
  }
}

/** Libraries throw errors of their own at damaged files. */
const isParserError = (error: unknown): error is Error =>
  error instanceof Error && error.name !== 'ImportRefused';

function samplesIn(
  file: PlainFile,
  reading: Reading,
  notes: Notes,
  arrays: Arrays,
): Iterable<Sample> | AsyncIterable<Sample> {
  const { kind, path, bytes } = file;
  if (PICTURE_KINDS.has(kind)) return pictureIn(file, kind as PictureKind);
  const cifar = cifarLayout(bytes);
  if (cifar) return cifarSamples(file, cifar, reading, notes);
  const reason =
    kind === 'text' || kind === 'unknown' ? whyUnreadable(bytes.subarray(0, HEAD_BYTES), path) : undefined;
  if (reason) throw new Unreadable(reason);
  switch (kind) {
    case 'npy':
    case 'idx':
      arrays.add(file);
      return [];
    case 'parquet':
      return parquetSamples(file, notes);
    case 'text':
      if (!CLASS_NAMES.test(path)) return csvSamples(file, reading, notes);
      if (!/coarse/i.test(path) === !reading.coarse)
        notes.nameClasses(
          new TextDecoder()
            .decode(bytes)
            .split(/\r?\n/)
            .filter((line) => line.trim() !== ''),
        );
      return [];
    default:
      throw new Unreadable(bytes.length === 0 ? 'an empty file' : 'not a kind of file that can be read here');
  }
}

function* pictureIn({ path, bytes }: PlainFile, kind: PictureKind): Generator<Sample, void> {
  const place = placeOfImage(path);
  if (!place) throw new Unreadable('it lies in no folder of a class: the name of its folder is its class');
  const { width, height } = sizeOf(kind, bytes);
  yield { path, ...place, width, height, picture: () => decodePicture(kind, bytes) };
}
