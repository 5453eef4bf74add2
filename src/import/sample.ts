/** One image on its way into the set, before it is decoded. */
import type { Split } from '../spec/dataSpec.ts';
import type { Picture } from './picture.ts';

export interface Sample {
  /** Where it stands, for messages: a path, or a path and a row. */
  readonly path: string;
  readonly label: string;
  /** Undefined where the files do not say: it is drawn. */
  readonly split: Split | undefined;
  /** Pixels, as the file's head says. */
  readonly width: number;
  readonly height: number;
  /** @throws Unreadable */
  picture(): Picture | Promise<Picture>;
}

/** What a visitor decides before images are read; what is left out is found. */
export interface Reading {
  /** Rows and columns change places, as EMNIST's must. */
  readonly transposed?: boolean | undefined;
  /** A row of colours has all red, all green, all blue, and not pixel by pixel. */
  readonly channelsFirst?: boolean | undefined;
  /** The 20 superclasses of CIFAR-100 instead of its 100 classes. */
  readonly coarse?: boolean | undefined;
}

/** What is noticed on the way. */
export interface Notes {
  skip(path: string, reason: string): void;
  /** Class names by number, from a file beside the images. */
  nameClasses(names: readonly string[]): void;
  /** A choice that the files leave open, and what they are read as where nobody chooses. */
  offer(choice: keyof Reading, usual: boolean): void;
}

/** What the visitor chose of a choice that is offered here. */
export function chosen(choice: keyof Reading, usual: boolean, reading: Reading, notes: Notes): boolean {
  notes.offer(choice, usual);
  return reading[choice] ?? usual;
}

/** As EMNIST's images do, in whatever form. */
export const liesOnItsSide = (path: string, reading: Reading, notes: Notes): boolean =>
  /emnist/i.test(path) && chosen('transposed', true, reading, notes);
