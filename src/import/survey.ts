/** What was dropped, at a glance, before anything is kept: counted from heads and labels, few pictures decoded. */

import type { Split } from '../spec/dataSpec.ts';
import { grouped } from '../spec/numbers.ts';
import { cutText } from '../spec/text.ts';
import { inOrder } from './names.ts';
import type { Picture } from './picture.ts';
import { ImportRefused, LIMITS, type Skipped, Unreadable } from './refusal.ts';
import { toSize } from './resize.ts';
import type { Notes, Reading, Sample } from './sample.ts';
import { samplesOf } from './samples.ts';
import type { SourceFile, Unpacking } from './unpack.ts';

export interface FoundClass {
  /** As the files have it: 'ankle boot', '9'. */
  readonly label: string;
  /** What it is called, where a file beside the images says so. */
  readonly name: string;
  readonly count: number;
  /** The first few, small. */
  readonly pictures: readonly Picture[];
}

interface FoundSize {
  readonly width: number;
  readonly height: number;
  readonly count: number;
}

export interface Survey {
  readonly images: number;
  readonly classes: readonly FoundClass[];
  /** Images that the files put into a split. The rest is drawn. */
  readonly given: Readonly<Record<Split, number>>;
  /** The most frequent first. */
  readonly sizes: readonly FoundSize[];
  readonly colour: boolean;
  readonly skipped: readonly Skipped[];
  /** Choices of reading that these files leave open, each with what they are read as where nobody chooses. */
  readonly offers: ReadonlyMap<keyof Reading, boolean>;
  readonly warnings: readonly string[];
}

/** Images of a class that are shown. */
const SHOWN = 6;
/** The longer side of one that is shown, at most, in pixels. */
const SHOWN_SIDE = 64;
/** A class with this many times fewer images than another is said to be small. */
const UNBALANCED = 5;
/** Where no pixel is as bright, 255 is hardly white. */
const DARK = 128;
/** Fewer images a class teach a network little. */
const FEW = 20;

/**
 * @param onImages called with the number of images so far
 * @throws ImportRefused when nothing of it can be a set; the signal's reason when it is aborted
 */
export async function survey(
  files: Iterable<SourceFile>,
  reading: Reading,
  progress: Pick<Unpacking, 'signal' | 'onRead'> & { readonly onImages?: (images: number) => void } = {},
): Promise<Survey> {
  const found = new Found();
  for await (const sample of samplesOf(files, reading, found, progress)) {
    await found.add(sample);
    progress.onImages?.(found.images);
  }
  return found.survey();
}

class Found implements Notes {
  images = 0;
  readonly #classes = new Map<string, { count: number; pictures: Picture[] }>();
  readonly #sizes = new Map<string, { width: number; height: number; count: number }>();
  readonly #given: Record<Split, number> = { train: 0, validation: 0, test: 0 };
  readonly #skipped: Skipped[] = [];
  readonly #offers = new Map<keyof Reading, boolean>();
  #names: readonly string[] = [];
  /** Of the pictures that are shown. */
  #brightest = 0;

  skip(path: string, reason: string): void {
    this.#skipped.push({ path, reason });
  }
  nameClasses(names: readonly string[]): void {
    this.#names = names;
  }
  offer(choice: keyof Reading, usual: boolean): void {
    this.#offers.set(choice, usual);
  }

  async add(sample: Sample): Promise<void> {
    this.images++;
    if (this.images > LIMITS.images)
      throw new ImportRefused(
        `More than ${grouped(LIMITS.images)} images: drop fewer, the page has no room for more.`,
      );
    const entry = this.#classes.get(sample.label) ?? { count: 0, pictures: [] };
    this.#classes.set(sample.label, entry);
    if (this.#classes.size > LIMITS.classes.most)
      throw new ImportRefused(
        `More than ${LIMITS.classes.most} classes, '${cutText(sample.label, 40)}' is one: a set has 2 to 200. Are these labels?`,
      );
    if (entry.pictures.length < SHOWN) {
      try {
        const picture = await sample.picture();
        this.#brightest = picture.pixels.reduce((most, value) => Math.max(most, value), this.#brightest);
        entry.pictures.push(small(picture));
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        // Named when the set is packed, with all the others that cannot be decoded.
      }
    }
    entry.count++;
    if (sample.split) this.#given[sample.split]++;
    const { width, height } = sample;
    const size = this.#sizes.get(`${width}×${height}`) ?? { width, height, count: 0 };
    size.count++;
    this.#sizes.set(`${width}×${height}`, size);
  }

  survey(): Survey {
    const labels = inOrder(this.#classes.keys());
    if (this.images === 0) throw new ImportRefused(`No images were found. ${this.#firstReasons()}`.trim());
    if (labels.length < LIMITS.classes.least)
      throw new ImportRefused(
        `${this.images === 1 ? 'The only image is' : `All ${grouped(this.images)} images are`} of one class, '${labels[0]}'. A set needs two: put each class into a folder of its own.`,
      );
    const classes = labels.map((label): FoundClass => {
      const { count = 0, pictures = [] } = this.#classes.get(label) ?? {};
      return { label, name: this.#names[Number(label)] ?? label, count, pictures };
    });
    return {
      images: this.images,
      classes,
      given: this.#splits(),
      sizes: [...this.#sizes.values()].sort((a, b) => b.count - a.count),
      colour: classes.some(({ pictures }) => pictures.some(({ channels }) => channels === 3)),
      skipped: this.#skipped,
      offers: this.#offers,
      warnings: [...warningsOf(classes), ...darkness(this.#brightest)],
    };
  }

  /** As `pack` divides them: test images alone are of no split. */
  #splits(): Survey['given'] {
    const { train, validation, test } = this.#given;
    const alone = validation === this.images || test === this.images;
    return alone ? { train: 0, validation: 0, test: 0 } : { train, validation, test };
  }

  #firstReasons(): string {
    return this.#skipped
      .slice(0, 3)
      .map(({ path, reason }) => `${path}: ${reason}.`)
      .join(' ');
  }
}

function darkness(brightest: number): string[] {
  if (brightest >= DARK) return [];
  return [
    `Dark: the brightest pixel seen is ${brightest} of 255. If that is white, multiply all pixels by the same number so that it is 255, and drop the files again.`,
  ];
}

/** As it is shown: photographs as they come are megabytes each, of up to 200 classes. */
function small(picture: Picture): Picture {
  const { channels } = picture;
  const scale = SHOWN_SIDE / Math.max(picture.width, picture.height);
  if (scale >= 1) return picture;
  const [width, height] = [picture.width, picture.height].map((side) =>
    Math.max(1, Math.round(side * scale)),
  ) as [number, number];
  return { width, height, channels, pixels: toSize(picture, { width, height, channels, fitting: 'fit' }) };
}

function warningsOf(classes: readonly FoundClass[]): string[] {
  const [smallest, largest] = [...classes]
    .sort((a, b) => a.count - b.count)
    .flatMap((each, i, all) => (i === 0 || i === all.length - 1 ? [each] : []));
  const warnings: string[] = [];
  if (smallest && largest && largest.count >= UNBALANCED * smallest.count)
    warnings.push(
      `Unbalanced: ${largest.count} images of '${largest.name}', ${smallest.count} of '${smallest.name}'. Accuracy then says little of small classes.`,
    );
  if (smallest && smallest.count < FEW)
    warnings.push(
      `Few images: '${smallest.name}' has ${smallest.count}. A network learns little from fewer than ${FEW} a class.`,
    );
  const numbers = classes.map(({ label }) => Number(label));
  const [least] = numbers;
  const most = numbers.at(-1);
  const whole = numbers.every(Number.isSafeInteger);
  if (whole && least !== undefined && most !== undefined && (least !== 0 || most !== numbers.length - 1))
    warnings.push(
      `Labels run from ${least} to ${most} and are ${numbers.length}: check that none is missing or shifted.`,
    );
  return warnings;
}
