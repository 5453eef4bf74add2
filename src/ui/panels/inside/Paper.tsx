/** The papers that the views lean on, as links: those of the lessons and a few more. */
import { PAPERS as LESSON_PAPERS } from '../learn/PaperLink.tsx';

const PAPERS = {
  ...LESSON_PAPERS,
  preciseBatch: { authors: 'Wu & Johnson 2021', arxiv: '2105.07576' },
  batchRenormalization: { authors: 'Ioffe 2017', arxiv: '1702.03275' },
  visualizing: { authors: 'Zeiler & Fergus 2014', arxiv: '1311.2901' },
};

export function Paper({ paper }: { readonly paper: keyof typeof PAPERS }) {
  const { authors, arxiv } = PAPERS[paper];
  return (
    <a href={`https://arxiv.org/abs/${arxiv}`} target="_blank" rel="noreferrer">
      {authors}
      <span className="visually-hidden"> (opens in a new tab)</span>
    </a>
  );
}
