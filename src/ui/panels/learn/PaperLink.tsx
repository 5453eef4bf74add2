/** A paper's authors as a link to it, in a tab of its own, which screen readers hear and everyone else sees. */
import { PAPERS, type PaperKey } from './papers.ts';

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
      <span className="outside" aria-hidden="true">
        {'\u00a0↗'}
      </span>
      <span className="visually-hidden"> (opens in a new tab)</span>
    </a>
  );
}
