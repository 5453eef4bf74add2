/** A button for each kind of layer, which adds one after the chosen block, or at the end. */
import type { LayerPlan } from '../../../spec/networks/layerPlan.ts';
import { Icon } from '../../controls/Icon.tsx';
import { KINDS, planOf } from './edits.ts';

interface AddButtonsProps {
  /** The word of the chosen block. */
  readonly after: string | undefined;
  readonly onAdd: (plan: LayerPlan) => void;
}

export const AddButtons = ({ after, onAdd }: AddButtonsProps) => (
  <fieldset className="add-blocks">
    <legend>{after === undefined ? 'Add at the end' : `Add after ${after}`}</legend>
    {KINDS.map(({ kind, name }) => (
      <button key={kind} type="button" onClick={() => onAdd(planOf(kind))}>
        <Icon name="add" /> {name}
      </button>
    ))}
  </fieldset>
);
