/** One block: its word, what it is, where its norms stand, what comes out of it; chosen, the controls that change it. */
import type { KeyboardEvent } from 'react';
import type { DataSpec } from '../../../spec/dataSpec.ts';
import type { Experiment } from '../../../spec/experiment.ts';
import type { LayerPlan } from '../../../spec/networks/layerPlan.ts';
import type { Step } from '../../../spec/networks/measure.ts';
import { grouped } from '../../../spec/numbers.ts';
import { Icon } from '../../controls/Icon.tsx';
import { describeShape } from '../inside/layers/strip.ts';
import { BlockFields } from './BlockFields.tsx';
import { describePlan } from './edits.ts';
import { Structure } from './Structure.tsx';

interface BlockProps {
  readonly step: Step;
  readonly place: number;
  readonly count: number;
  /** The shape that it reads. */
  readonly input: readonly number[];
  readonly experiment: Experiment;
  readonly spec: DataSpec;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onChange: (plan: LayerPlan) => void;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
}

export function Block({ step, place, count, input, experiment, spec, isChosen, ...on }: BlockProps) {
  const plan = 'plan' in step.read ? step.read.plan : undefined;
  return (
    <>
      <button
        type="button"
        className="block-head"
        aria-expanded={isChosen}
        onClick={on.onChoose}
        onKeyDown={on.onKeyDown}
      >
        <b>{step.text}</b>
        <span>{plan ? describePlan(plan) : 'no such layer'}</span>
        {step.wrong === undefined && (
          <span className="figures">
            {describeShape(step.output)}
            {step.weights > 0 && ` · ${grouped(step.weights)} weights`}
          </span>
        )}
      </button>
      {step.wrong !== undefined && (
        <p className="problem">
          <Icon name="warning" /> {step.wrong}
        </p>
      )}
      {plan && step.wrong === undefined && <Structure {...{ plan, input, experiment, spec }} />}
      {isChosen && <BlockFields {...{ step, plan, place, count }} {...on} />}
    </>
  );
}
