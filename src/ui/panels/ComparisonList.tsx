/** The experiments of the comparison: which one is in the form, in which colour each is drawn, and how they differ. */
import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { describeDifference, differingFields, methodName } from '../../spec/describe.ts';
import { type Comparison, MAX_COMPARISON } from '../../spec/experiment.ts';
import { FIELDS, type Field, type FieldKey } from '../../spec/fields.ts';
import { experimentColours } from '../../store/plan.ts';
import { LineSample } from '../charts/LineSample.tsx';
import { Icon } from '../controls/Icon.tsx';
import { useActions, usePage } from '../playground.ts';
import { sameTraining } from './sameTraining.ts';

export function ComparisonList() {
  const { addToComparison, removeExperiment, selectExperiment, setTogether } = useActions();
  const comparison = usePage((state) => state.comparison);
  const selected = usePage((state) => state.selected);
  const together = usePage((state) => state.together);
  const colours = usePage(useShallow(experimentColours));
  const names = useMemo(() => experimentNames(comparison), [comparison]);
  const same = useMemo(() => sameTraining(comparison), [comparison]);
  return (
    <fieldset className="comparison">
      <legend>Compared</legend>
      <ul>
        {names.map((name, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an experiment is its place in the list, nothing else
          <li key={index} className={together || index === selected ? 'chosen' : ''}>
            <button
              type="button"
              className="pick"
              aria-pressed={index === selected}
              onClick={() => selectExperiment(index)}
            >
              <LineSample colour={colours[index] ?? 0} split="train" />{' '}
              <span>
                {name}
                {same[index] !== undefined && (
                  <span className="same"> trains the same as {names[same[index]]} here</span>
                )}
              </span>
            </button>
            {comparison.length > 1 && (
              <button
                type="button"
                className="quiet"
                aria-label={`Remove ${name}`}
                onClick={() => removeExperiment(index)}
              >
                <Icon name="close" />
              </button>
            )}
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="quiet add"
        disabled={comparison.length >= MAX_COMPARISON}
        onClick={addToComparison}
      >
        <Icon name="add" /> Add to comparison
      </button>
      {comparison.length > 1 && (
        <label className="together">
          <input type="checkbox" checked={together} onChange={(event) => setTogether(event.target.checked)} />
          Edit all of them together
        </label>
      )}
      <p className="remark">{describeDifference(comparison)}</p>
    </fieldset>
  );
}

/** Fields that a method's name already tells. */
const IN_METHOD: readonly FieldKey[] = ['norm', 'groups', 'weights'];

/** The method, and the other settings in which the experiments differ: 'BN · batch size 64'. */
function experimentNames(comparison: Comparison): string[] {
  const others = differingFields(comparison).filter((key) => !IN_METHOD.includes(key));
  return comparison.map((experiment) => {
    const settings = others.map((key) => {
      const field: Field = FIELDS[key];
      const value = experiment[key];
      const shown = field.kind === 'choice' ? field.names[value] : value;
      return `${field.label.toLowerCase()} ${shown}`;
    });
    return [methodName(experiment), ...settings].join(' · ');
  });
}
