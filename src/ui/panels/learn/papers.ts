/** The papers that the lessons refer to. */
export interface Paper {
  readonly authors: string;
  readonly title: string;
  readonly arxiv: string;
}

export const PAPERS = {
  batch: {
    authors: 'Ioffe & Szegedy 2015',
    title: 'Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift',
    arxiv: '1502.03167',
  },
  layer: { authors: 'Ba et al. 2016', title: 'Layer Normalization', arxiv: '1607.06450' },
  instance: {
    authors: 'Ulyanov et al. 2016',
    title: 'Instance Normalization: The Missing Ingredient for Fast Stylization',
    arxiv: '1607.08022',
  },
  group: { authors: 'Wu & He 2018', title: 'Group Normalization', arxiv: '1803.08494' },
  rms: {
    authors: 'Zhang & Sennrich 2019',
    title: 'Root Mean Square Layer Normalization',
    arxiv: '1910.07467',
  },
  weights: { authors: 'Qiao et al. 2019', title: 'Weight Standardization', arxiv: '1903.10520' },
  landscape: {
    authors: 'Santurkar et al. 2018',
    title: 'How Does Batch Normalization Help Optimization?',
    arxiv: '1805.11604',
  },
} as const satisfies Record<string, Paper>;

export type PaperKey = keyof typeof PAPERS;
