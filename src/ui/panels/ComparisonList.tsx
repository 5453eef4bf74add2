/** The methods of the comparison: in which colour each is drawn, how they differ, and the chosen one's settings. */
import { useEffect, useId, useMemo, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { sameTraining } from '../../network/sameTraining.ts';
import {
  describeDifference,
  describeSetting,
  differingFields,
  methodName,
  spelledOut,
} from '../../spec/describe.ts';
import { type Comparison, MAX_COMPARISON } from '../../spec/experiment.ts';
import type { FieldKey } from '../../spec/fields.ts';
import { experimentColours } from '../../store/plan.ts';
import { LineSample } from '../charts/LineSample.tsx';
import { Icon } from '../controls/Icon.tsx';
import { focusSetting } from '../controls/SettingField.tsx';
import { useActions, usePage } from '../playground.ts';
import { MethodFields } from './MethodFields.tsx';

export function ComparisonList() {
  const { addToComparison, removeExperiment, selectExperiment } = useActions();
  const comparison = usePage((state) => state.comparison);
  const selected = usePage((state) => state.selected);
  const colours = usePage(useShallow(experimentColours));
  const names = useMemo(() => experimentNames(comparison), [comparison]);
  const notes = useMemo(() => notesOf(comparison, names), [comparison, names]);
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const changed = useFocusAfter(list);
  const add = (): void => {
    changed.current = 'added';
    addToComparison();
  };
  const remove = (index: number): void => {
    changed.current = 'removed';
    removeExperiment(index);
  };
  return (
    <fieldset className="comparison">
      <legend>{comparison.length > 1 ? 'Methods' : 'Method'}</legend>
      <ul ref={list}>
        {names.map((name, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an experiment is its place in the list, nothing else
          <li key={index} className={index === selected ? 'chosen' : ''}>
            <div className="method">
              <button
                type="button"
                className="pick"
                aria-current={index === selected}
                aria-describedby={notes[index] && `${id}-${index}`}
                onClick={() => selectExperiment(index)}
              >
                <LineSample colour={colours[index] ?? 0} split="train" />
                <span className="edit">Edit</span> <span className="method-name">{name}</span>
              </button>
              {comparison.length > 1 && (
                <button
                  type="button"
                  className="quiet"
                  aria-label={`Remove ${name}`}
                  title="Remove"
                  onClick={() => remove(index)}
                >
                  <Icon name="close" />
                </button>
              )}
              {notes[index] && (
                <p id={`${id}-${index}`} className={notes[index].full ? 'same full' : 'same'}>
                  {notes[index].words}
                </p>
              )}
            </div>
            {index === selected && <MethodFields />}
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="quiet add"
        disabled={comparison.length >= MAX_COMPARISON}
        onClick={add}
      >
        <Icon name="add" /> Add to comparison
      </button>
      <p className="remark">{describeDifference(comparison)}</p>
    </fieldset>
  );
}

/** Where the list grew, to the new method's norm; where it shrank, to the method that is edited now. */
function useFocusAfter(list: { readonly current: HTMLUListElement | null }) {
  const changed = useRef<'added' | 'removed'>(undefined);
  useEffect(() => {
    if (changed.current === 'added') focusSetting('norm');
    if (changed.current === 'removed') list.current?.querySelector<HTMLElement>('.chosen .pick')?.focus();
    changed.current = undefined;
  });
  return changed;
}

interface Note {
  readonly words: string;
  /** Whether it is the name in full. */
  readonly full: boolean;
}

/** Below a name: what its abbreviations stand for, where they are met first, and whose equal it is. */
function notesOf(comparison: Comparison, names: readonly string[]): (Note | undefined)[] {
  const same = sameTraining(comparison);
  return spelledOut(comparison).map((full, index) => {
    const first = same[index];
    const equal = first !== undefined && differingFields([first, index].flatMap((i) => comparison[i] ?? []));
    if (!equal) return full === undefined ? undefined : { words: full, full: true };
    const words =
      equal.length === 0
        ? `A copy of ${names[first]} so far: change it here.`
        : `Trains the same as ${names[first]} here.`;
    return { words, full: false };
  });
}

/** Fields that a method's name already tells. */
const IN_METHOD: readonly FieldKey[] = ['norm', 'groups', 'weights'];

/** The method, and the other settings in which the experiments differ: 'BN · batch 64'. */
function experimentNames(comparison: Comparison): string[] {
  const others = differingFields(comparison).filter((key) => !IN_METHOD.includes(key));
  return comparison.map((experiment) =>
    [methodName(experiment), ...others.map((key) => describeSetting(experiment, key))].join(' · '),
  );
}
