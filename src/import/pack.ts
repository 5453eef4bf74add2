/**
 * Images at the size of the set, as bytes, in an order that depends on the images alone: the same images from a zip, an
 * array or a table are the same set, with the same SHA-256, and train to the same curve.
 */
import { SHARD_SIZE } from '../data/dataSet.ts';
import type { SplitBytes } from '../data/kept.ts';
import { identityOf, type PartHashes, sha256 } from '../data/sha256.ts';
import { imageBytes, SPLIT_WORDS, SPLITS, type Split } from '../spec/dataSpec.ts';
import { ImportRefused, LIMITS, type Skipped, Unreadable } from './refusal.ts';
import { type Target, toSize } from './resize.ts';
import type { Notes, Reading } from './sample.ts';
import { samplesOf } from './samples.ts';
import type { SourceFile, Unpacking } from './unpack.ts';

export interface Packing extends Target, Reading {
  /** Labels of the classes to keep, in their order. */
  readonly classes: readonly string[];
  /** Leave out test and validation images that are training images, too. */
  readonly withoutRepeats: boolean;
}

export interface PackedSet {
  /** Of shape, labels and pixels; not of names. */
  readonly sha256: string;
  /** [height, width, channels]. */
  readonly shape: readonly [number, number, number];
  readonly splits: Readonly<Record<Split, SplitBytes>>;
  /** Images of test and validation that training has, too: found, and left out if so wished. */
  readonly repeats: number;
  readonly skipped: readonly Skipped[];
}

/** Of what is not in a split yet, for each that is missing: as in Fashion-MNIST, 10,000 of 70,000. */
const DRAWN_SHARE = 1 / 7;

/**
 * @param onImages called with the number of images so far
 * @throws ImportRefused; the signal's reason when it is aborted
 */
export async function pack(
  files: Iterable<SourceFile>,
  packing: Packing,
  progress: Pick<Unpacking, 'signal' | 'onRead'> & { readonly onImages?: (images: number) => void } = {},
): Promise<PackedSet> {
  const { height, width, channels } = packing;
  const skipped: Skipped[] = [];
  const notes: Notes = {
    skip: (path, reason) => skipped.push({ path, reason }),
    nameClasses: () => undefined,
    offer: () => undefined,
  };
  const labels = new Map(packing.classes.map((label, number) => [label, number]));
  const pile = new Pile(height * width * channels);
  for await (const sample of samplesOf(files, packing, notes, progress)) {
    const label = labels.get(sample.label);
    if (label === undefined) continue;
    try {
      pile.add(toSize(await sample.picture(), packing), label, sample.split);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      notes.skip(sample.path, error.message);
    }
    progress.onImages?.(pile.count);
  }
  return pile.packed([height, width, channels], packing.classes.length, packing.withoutRepeats, skipped);
}

interface Place {
  readonly image: number;
  readonly label: number;
  readonly split: Split | undefined;
  /** Two hashes of its bytes. */
  readonly key: readonly [number, number];
}

/** Images in memory: in pieces, so that a growing set is not copied again and again. */
class Pile {
  readonly #size: number;
  readonly #perPiece: number;
  readonly #pieces: Uint8Array[] = [];
  readonly #places: Place[] = [];
  constructor(size: number) {
    this.#size = size;
    this.#perPiece = Math.max(1, Math.floor(2 ** 24 / size));
  }

  get count(): number {
    return this.#places.length;
  }

  add(pixels: Uint8Array, label: number, split: Split | undefined): void {
    const image = this.count;
    if ((image + 1) * this.#size > LIMITS.pixelBytes)
      throw new ImportRefused(
        `More than ${LIMITS.pixelBytes / 1e6} MB of pixels: choose a smaller size, grey instead of colour, or fewer classes.`,
      );
    if (image % this.#perPiece === 0) this.#pieces.push(new Uint8Array(this.#perPiece * this.#size));
    this.#at(image).set(pixels);
    this.#places.push({ image, label, split, key: hash(pixels) });
  }

  #at(image: number): Uint8Array {
    const piece = this.#pieces[Math.floor(image / this.#perPiece)];
    const start = (image % this.#perPiece) * this.#size;
    if (!piece) throw new RangeError(`no image ${image}`);
    return piece.subarray(start, start + this.#size);
  }

  async packed(
    shape: PackedSet['shape'],
    classes: number,
    withoutRepeats: boolean,
    skipped: readonly Skipped[],
  ): Promise<PackedSet> {
    const ordered = [...this.#places].sort((a, b) => this.#compare(a, b));
    const splits = divide(ordered, classes);
    const repeats = this.#repeats(splits);
    const kept = withoutRepeats ? without(splits, repeats) : splits;
    for (const split of SPLITS)
      if (kept[split].length === 0) throw new ImportRefused(whyEmpty(split, splits[split].length));
    const parts = {
      train: this.#join(kept.train),
      validation: this.#join(kept.validation),
      test: this.#join(kept.test),
    };
    return {
      sha256: await identify(shape, parts),
      shape,
      splits: parts,
      repeats: repeats.size,
      skipped,
    };
  }

  /** By hash, which is as good as at random; the same image twice by its label and split. */
  #compare(a: Place, b: Place): number {
    return (
      a.key[0] - b.key[0] ||
      a.key[1] - b.key[1] ||
      this.#compareBytes(a, b) ||
      a.label - b.label ||
      SPLITS.indexOf(a.split ?? 'train') - SPLITS.indexOf(b.split ?? 'train')
    );
  }

  #compareBytes(a: Place, b: Place): number {
    const [left, right] = [this.#at(a.image), this.#at(b.image)];
    const at = left.findIndex((byte, i) => byte !== right[i]);
    return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
  }

  #repeats(splits: Readonly<Record<Split, readonly Place[]>>): ReadonlySet<Place> {
    const trained = new Map<string, Place[]>();
    for (const place of splits.train) {
      const key = place.key.join();
      trained.set(key, [...(trained.get(key) ?? []), place]);
    }
    const isTrained = (place: Place): boolean =>
      trained.get(place.key.join())?.some((other) => this.#compareBytes(place, other) === 0) ?? false;
    return new Set([...splits.validation, ...splits.test].filter(isTrained));
  }

  #join(places: readonly Place[]): SplitBytes {
    const images = new Uint8Array(places.length * this.#size);
    for (const [row, { image }] of places.entries()) images.set(this.#at(image), row * this.#size);
    return { images, labels: Uint8Array.from(places, ({ label }) => label) };
  }
}

const without = (splits: Record<Split, Place[]>, repeats: ReadonlySet<Place>): Record<Split, Place[]> => ({
  ...splits,
  validation: splits.validation.filter((place) => !repeats.has(place)),
  test: splits.test.filter((place) => !repeats.has(place)),
});

/** @param repeats images that it had, and that training has, too */
function whyEmpty(split: Split, repeats: number): string {
  const images = `${SPLIT_WORDS[split]} images`;
  return repeats > 0
    ? `No ${images} are left: each is a training image, too. Drop other ${images}, or do not leave them out.`
    : `There are no ${images}: drop more images.`;
}

/** Splits that the files do not have are drawn, of each class its share, from what is not validation or test. */
function divide(ordered: readonly Place[], classes: number): Record<Split, Place[]> {
  const splits: Record<Split, Place[]> = { train: [], validation: [], test: [] };
  const given = new Set(ordered.map(({ split }) => split));
  // Of test images alone some are for training: an archive may be called test.zip for another reason.
  const whole = given.size === 1;
  for (const place of ordered) splits[(!whole && place.split) || 'train'].push(place);
  const drawn = (['validation', 'test'] as const).filter((split) => splits[split].length === 0);
  const pool = Array.from({ length: classes }, (): Place[] => []);
  for (const place of splits.train) pool[place.label]?.push(place);
  const taken = new Set<Place>();
  for (const [i, split] of drawn.entries())
    for (const places of pool) {
      const share = Math.max(Math.round(places.length * DRAWN_SHARE), places.length > drawn.length ? 1 : 0);
      for (const place of places.slice(i * share, (i + 1) * share)) {
        taken.add(place);
        splits[split].push(place);
      }
    }
  const rank = new Map(ordered.map((place, i) => [place, i]));
  for (const split of drawn) splits[split].sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
  splits.train = splits.train.filter((place) => !taken.has(place));
  return splits;
}

/** FNV-1a, 32 bits, from two beginnings. */
function hash(bytes: Uint8Array): readonly [number, number] {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (const byte of bytes) {
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(b ^ byte, 0x85ebca6b) ^ (b >>> 13);
  }
  return [a >>> 0, b >>> 0];
}

/** As manifests of shards are identified (data/sha256.ts). */
async function identify(shape: PackedSet['shape'], splits: PackedSet['splits']): Promise<string> {
  const shardBytes = SHARD_SIZE * imageBytes({ shape });
  const hashesOf = async ({ images, labels }: SplitBytes): Promise<PartHashes> => {
    const shards: string[] = [];
    for (let at = 0; at < images.length; at += shardBytes)
      shards.push(await checksum(images.slice(at, at + shardBytes)));
    return { labels: await checksum(labels), shards };
  };
  const { train, validation, test } = splits;
  const counts = {
    train: train.labels.length,
    validation: validation.labels.length,
    test: test.labels.length,
  };
  const hashes = {
    train: await hashesOf(train),
    validation: await hashesOf(validation),
    test: await hashesOf(test),
  };
  return checked(await identityOf({ shape, counts }, hashes));
}

const checksum = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => checked(await sha256(bytes));

function checked(sum: string | undefined): string {
  if (sum !== undefined) return sum;
  throw new ImportRefused(
    'This page came over plain http, where browsers compute no checksums: open it over https or from localhost.',
  );
}
