/**
 * A data set as a value: its images' shape, its classes, how many images there are. Networks are built from it, and it
 * travels with every run, so that a record can be read where the images themselves are not.
 */

export const SPLITS = ['train', 'validation', 'test'] as const;
export type Split = (typeof SPLITS)[number];

/** What its images are called: 'training images'. */
export const SPLIT_WORDS = {
  train: 'training',
  validation: 'validation',
  test: 'test',
} as const satisfies Record<Split, string>;

/** Height, width, channels: 1 is grey, 3 is red, green and blue. */
export type ImageShape = readonly [height: number, width: number, channels: number];

export interface DataSpec {
  /** Its name in links, records and on the command line (DATA_ID). */
  readonly id: string;
  /** As a person reads it. */
  readonly name: string;
  /** Of its images and labels (data/sha256.ts), in lower-case hexadecimal: results compare where it is the same. */
  readonly sha256: string;
  readonly shape: ImageShape;
  /** Names by label; two classes may have the same. */
  readonly classes: readonly string[];
  /** Images in each split. */
  readonly counts: Readonly<Record<Split, number>>;
}

/** What can be a data set's id: it stands in links unescaped. */
export const DATA_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/;

/** No set is larger, so that whatever a link or a file claims, memory stays bounded. */
export const LIMITS = { side: 512, channels: 3, classes: 200, images: 200_000, name: 80 } as const;

type Shaped = Pick<DataSpec, 'shape'>;

/** Bytes of one image: rows from the top, the channels of a pixel side by side. */
export const imageBytes = ({ shape: [height, width, channels] }: Shaped): number => height * width * channels;

export const isGrey = ({ shape }: Shaped): boolean => shape[2] === 1;

/** '28 × 28 grey pixels', '10 × 12 pixels in colour': width × height, as of pictures */
export const describeShape = ({ shape: [height, width, channels] }: Shaped): string =>
  channels === 1 ? `${width} × ${height} grey pixels` : `${width} × ${height} pixels in colour`;

/** The loss of a network that guesses, in nats. */
export const chanceLoss = ({ classes }: Pick<DataSpec, 'classes'>): number => Math.log(classes.length);

/** 'Ankle boot'; 'class 12' for a label without a name. */
export const className = (spec: Pick<DataSpec, 'classes'> | undefined, label: number): string =>
  spec?.classes[label] || `class ${label}`;

/** Images scored after each epoch of a run on so many training images: the first rows of the split. */
export const validationCount = (images: number, { counts }: Pick<DataSpec, 'counts'>): number =>
  Math.min(counts.validation, images);

/** Whether the images are the same; names may differ. */
export const isSameData = (a: DataSpec, b: DataSpec): boolean => a.id === b.id && a.sha256 === b.sha256;
