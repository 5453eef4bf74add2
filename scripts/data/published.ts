/** The four files of Fashion-MNIST (Xiao et al., arXiv 1708.07747, MIT licence): where they are and how to know them. */

export interface PublishedFile {
  /** Without `.gz`. */
  readonly name: string;
  readonly kind: 'images' | 'labels';
  /** Rows in the file. */
  readonly count: number;
  /** Of the decompressed file: gzip wrappers differ between mirrors. */
  readonly sha256: string;
}

export const PUBLISHED = {
  trainImages: {
    name: 'train-images-idx3-ubyte',
    kind: 'images',
    count: 60_000,
    sha256: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
  },
  trainLabels: {
    name: 'train-labels-idx1-ubyte',
    kind: 'labels',
    count: 60_000,
    sha256: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
  },
  testImages: {
    name: 't10k-images-idx3-ubyte',
    kind: 'images',
    count: 10_000,
    sha256: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
  },
  testLabels: {
    name: 't10k-labels-idx1-ubyte',
    kind: 'labels',
    count: 10_000,
    sha256: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
  },
} as const satisfies Record<string, PublishedFile>;

export type Published = Readonly<Record<keyof typeof PUBLISHED, PublishedFile>>;

/** Folders that hold the four files, gzipped. */
export const MIRRORS: readonly string[] = [
  'https://storage.googleapis.com/tensorflow/tf-keras-datasets/',
  'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
  'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
];
