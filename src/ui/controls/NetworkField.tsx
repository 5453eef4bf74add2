/** The choice of a network, and the editor of its layers, which is loaded once it is opened. */
import { lazy, useId, useState } from 'react';
import { dataSpec } from '../../spec/dataSets.ts';
import { misfitOf } from '../../spec/networks/networks.ts';
import { apartFields, selectedExperiment } from '../../store/selectors.ts';
import { LazyPart } from '../ErrorBoundary.tsx';
import { usePage } from '../playground.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { Icon } from './Icon.tsx';

const NetworkEditor = lazy(() => import('../panels/network/NetworkEditor.tsx'));

export function NetworkField() {
  const [open, setOpen] = useState(false);
  const id = useId();
  const spec = usePage((state) => dataSpec(selectedExperiment(state).data));
  const network = usePage((state) => selectedExperiment(state).network);
  /** Undo stays with the experiment whose network it is. */
  const owner = usePage((state) => (apartFields(state).includes('network') ? state.selected : undefined));
  const misfit = misfitOf(network, spec);
  return (
    <>
      <ChoiceField
        field="network"
        remark={misfit && `${misfit.found} ${misfit.expected}: change it to train.`}
      />
      {spec && (
        <>
          <button
            type="button"
            className="quiet edit-layers"
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? 'unfolded' : 'folded'} /> Edit layers
          </button>
          <div id={id} hidden={!open}>
            {open && (
              <LazyPart what="the editor" waiting={<p className="remark">Loading the editor …</p>}>
                <NetworkEditor key={owner} spec={spec} />
              </LazyPart>
            )}
          </div>
        </>
      )}
    </>
  );
}
