/** The papers that the views lean on, as links. */
const PAPERS = {
  batchNorm: ['Ioffe & Szegedy 2015', 'https://arxiv.org/abs/1502.03167'],
  preciseBatchNorm: ['Wu & Johnson 2021', 'https://arxiv.org/abs/2105.07576'],
  groupNorm: ['Wu & He 2018', 'https://arxiv.org/abs/1803.08494'],
  smoothing: ['Santurkar et al. 2018', 'https://arxiv.org/abs/1805.11604'],
  weightStandardization: ['Qiao et al. 2019', 'https://arxiv.org/abs/1903.10520'],
  batchRenormalization: ['Ioffe 2017', 'https://arxiv.org/abs/1702.03275'],
  visualizing: ['Zeiler & Fergus 2014', 'https://arxiv.org/abs/1311.2901'],
} as const;

export function Paper({ paper }: { readonly paper: keyof typeof PAPERS }) {
  const [words, url] = PAPERS[paper];
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {words}
      <span className="visually-hidden"> (opens in a new tab)</span>
    </a>
  );
}
