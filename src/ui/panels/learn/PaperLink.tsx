/** The papers that the lessons refer to. */
import { batch } from '../../../spec/norms/batch.ts';
import { batchRenorm } from '../../../spec/norms/batchRenorm.ts';
import { channel } from '../../../spec/norms/channel.ts';
import type { Paper } from '../../../spec/norms/description.ts';
import { dynamicTanh } from '../../../spec/norms/dynamicTanh.ts';
import { filterResponse } from '../../../spec/norms/filterResponse.ts';
import { group } from '../../../spec/norms/group.ts';
import { instance } from '../../../spec/norms/instance.ts';
import { layer } from '../../../spec/norms/layer.ts';
import { rms } from '../../../spec/norms/rms.ts';

export const PAPERS = {
  batch: batch.paper,
  renorm: batchRenorm.paper,
  layer: layer.paper,
  instance: instance.paper,
  group: group.paper,
  channel: channel.paper,
  rms: rms.paper,
  filterResponse: filterResponse.paper,
  tanh: dynamicTanh.paper,
  weights: { authors: 'Qiao et al. 2019', title: 'Weight Standardization', arxiv: '1903.10520' },
  scaled: {
    authors: 'Brock et al. 2021',
    title: 'Characterizing signal propagation to close the performance gap in unnormalized ResNets',
    arxiv: '2101.08692',
  },
  estimated: {
    authors: 'Qiao et al. 2019',
    title: 'Rethinking Normalization and Elimination Singularity in Neural Networks',
    arxiv: '1911.09738',
  },
  landscape: {
    authors: 'Santurkar et al. 2018',
    title: 'How Does Batch Normalization Help Optimization?',
    arxiv: '1805.11604',
  },
} as const satisfies Record<string, Paper>;

type PaperKey = keyof typeof PAPERS;

/** A paper's authors as a link to it, in a tab of its own, which screen readers hear and everyone else sees. */
export function PaperLink({ paper }: { readonly paper: PaperKey }) {
  const { authors, title, arxiv } = PAPERS[paper];
  return (
    <a
      href={`https://arxiv.org/abs/${arxiv}`}
      target="_blank"
      rel="noreferrer"
      title={`${title}, arXiv ${arxiv}`}
    >
      {authors}
      <span aria-hidden="true">{'\u00a0↗'}</span>
      <span className="visually-hidden"> (opens in a new tab)</span>
    </a>
  );
}
