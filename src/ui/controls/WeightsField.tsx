/** What is done to the weights, as radio buttons that look like one switch. */
import { useId } from 'react';
import { FIELDS } from '../../spec/fields.ts';
import { selectedExperiment } from '../../store/selectors.ts';
import { useActions, usePage } from '../playground.ts';
import { explanationOf, useHelp } from './help.ts';

/** In the order of the page, where the simpler one comes first. */
const VALUES = ['plain', 'standardized', 'scaled'] as const;

export function WeightsField({ remark }: { readonly remark: string | undefined }) {
  const id = useId();
  const { editField } = useActions();
  const help = useHelp();
  const value = usePage((state) => selectedExperiment(state).weights);
  const { label, names } = FIELDS.weights;
  const show = () => help.show('weights');
  return (
    <div className="field">
      <span id={`${id}-label`} className="label">
        {label}
      </span>
      <div
        className="segments"
        role="radiogroup"
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-help ${id}-remark`}
        onFocus={show}
        onPointerEnter={show}
      >
        {VALUES.map((option) => (
          <label key={option}>
            <input
              type="radio"
              name={id}
              value={option}
              checked={value === option}
              onChange={() => editField('weights', option)}
            />
            <span>{names[option]}</span>
          </label>
        ))}
      </div>
      <span id={`${id}-help`} hidden>
        {explanationOf('weights')}
      </span>
      <p id={`${id}-remark`} className="remark">
        {remark}
      </p>
    </div>
  );
}
