/** CIFAR-10 and CIFAR-100 as binary records, https://www.cs.toronto.edu/~kriz/cifar.html */
import { splitOfFile } from './names.ts';
import type { Picture } from './picture.ts';
import { chosen, type Notes, type Reading, type Sample } from './sample.ts';
import type { PlainFile } from './unpack.ts';

const SIDE = 32;
const PLANE = SIDE * SIDE;

interface Layout {
  /** Bytes before the pixels, with the most that each may be. */
  readonly labels: readonly number[];
}

const CIFAR_10: Layout = { labels: [9] };
/** Coarse, then fine. */
const CIFAR_100: Layout = { labels: [19, 99] };

/** @returns which of the two the bytes are; every record's labels must be possible */
export function cifarLayout(bytes: Uint8Array): Layout | undefined {
  return [CIFAR_10, CIFAR_100].find(({ labels }) => {
    const record = labels.length + 3 * PLANE;
    if (bytes.length === 0 || bytes.length % record !== 0) return false;
    for (let at = 0; at < bytes.length; at += record)
      if (labels.some((most, i) => (bytes[at + i] ?? 0) > most)) return false;
    return true;
  });
}

export function* cifarSamples(
  { path, bytes }: PlainFile,
  { labels }: Layout,
  reading: Reading,
  notes: Notes,
): Generator<Sample, void> {
  const record = labels.length + 3 * PLANE;
  const which = labels.length > 1 && !chosen('coarse', false, reading, notes) ? 1 : 0;
  const split = splitOfFile(path);
  for (let at = 0; at < bytes.length; at += record)
    yield {
      path: `${path}, image ${at / record}`,
      label: String(bytes[at + which]),
      split,
      width: SIDE,
      height: SIDE,
      picture: () => interleave(bytes.subarray(at + labels.length, at + record)),
    };
}

function interleave(planes: Uint8Array): Picture {
  const pixels = new Uint8Array(planes.length);
  for (let i = 0; i < PLANE; i++) for (let c = 0; c < 3; c++) pixels[3 * i + c] = planes[c * PLANE + i] ?? 0;
  return { width: SIDE, height: SIDE, channels: 3, pixels };
}
