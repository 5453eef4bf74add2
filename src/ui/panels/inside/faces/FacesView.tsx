/** Two faces: one network, scored with the statistics of minibatches, as in training, and with the moving ones, as in tests. */
import { hasTwoFaces } from '../../../../network/norms.ts';
import { usePage } from '../../../playground.ts';
import { chosenBlock, namedBlocks } from '../blockChoice.ts';
import { LayerSelect, useBlocks } from '../LayerSelect.tsx';
import { Paper } from '../Paper.tsx';
import type { InsideViewProps } from '../view.ts';
import { FacesSide } from './FacesSide.tsx';

export function FacesView({ runs }: InsideViewProps) {
  const networks = useBlocks(runs);
  const wanted = usePage((state) => state.inside.layer);
  const offered = namedBlocks(networks).filter(({ norm }) => norm && hasTwoFaces(norm.norm));
  const chosen = chosenBlock(offered, wanted);
  return (
    <div className="view">
      {offered.length > 0 && (
        <div className="view-controls">
          <LayerSelect offered={offered} chosen={chosen} />
        </div>
      )}
      <div className="sides">
        {runs.map((run) => (
          <FacesSide key={run} run={run} layer={chosen?.norm?.name} />
        ))}
      </div>
      <p className="view-reading">
        A norm over minibatches has mean and variance of the minibatch in training; in tests, those of a
        moving average over the minibatches so far (<Paper paper="batch" />, section 3.1). Each ring is a
        channel: off the diagonal, the two disagree, and the layers behind read something else than they
        learned from. Batch renorm (<Paper paper="renorm" />) and estimated statistics (
        <Paper paper="estimated" />) were made to bring the faces together.
      </p>
    </div>
  );
}
