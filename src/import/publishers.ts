/** Sets that their publishers offer: fetched from there or not at all, never through anybody else. */

export interface PublishedSet {
  readonly name: string;
  /** What to say of it. */
  readonly words: string;
  /** Where it is told of. */
  readonly page: string;
  readonly folder: string;
  readonly files: readonly string[];
}

const IDX = [
  'train-images-idx3-ubyte.gz',
  'train-labels-idx1-ubyte.gz',
  't10k-images-idx3-ubyte.gz',
  't10k-labels-idx1-ubyte.gz',
] as const;

export const PUBLISHED: readonly PublishedSet[] = [
  {
    name: 'MNIST',
    words: 'handwritten digits, 70,000 of 28 × 28, grey, 11 MB',
    page: 'https://github.com/cvdfoundation/mnist',
    folder: 'https://storage.googleapis.com/cvdf-datasets/mnist/',
    files: IDX,
  },
  {
    name: 'KMNIST',
    words: 'handwritten hiragana, 70,000 of 28 × 28, grey, 21 MB',
    page: 'https://github.com/rois-codh/kmnist',
    folder: 'https://codh.rois.ac.jp/kmnist/dataset/kmnist/',
    files: IDX,
  },
  {
    name: 'CIFAR-10',
    words: 'photographs of ten things, 60,000 of 32 × 32, in colour, 170 MB',
    page: 'https://www.cs.toronto.edu/~kriz/cifar.html',
    folder: 'https://www.cs.toronto.edu/~kriz/',
    files: ['cifar-10-binary.tar.gz'],
  },
];

/** @throws Error, with what to do instead, where the publisher cannot be reached from a page */
export async function fetchPublished(
  { name, folder, files }: PublishedSet,
  signal: AbortSignal,
): Promise<{ readonly path: string; readonly blob: Blob }[]> {
  try {
    return await Promise.all(
      files.map(async (file) => {
        const response = await fetch(folder + file, {
          signal,
          credentials: 'omit',
          referrerPolicy: 'no-referrer',
        });
        if (!response.ok) throw new Error(`${response.status}`);
        return { path: `${name}/${file}`, blob: await response.blob() };
      }),
    );
  } catch (error) {
    signal.throwIfAborted();
    const [first] = files;
    const which = files.length === 1 ? first : `the ${files.length} files ${files.join(', ')}`;
    throw new Error(
      `${name} cannot be fetched from its publisher by a page like this one (${error instanceof Error ? error.message : error}). Download ${which} from ${folder} and drop ${files.length === 1 ? 'it' : 'them'} here.`,
    );
  }
}
