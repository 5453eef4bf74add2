/** The control of any setting, with what it does beside the others as they are; to be found under one id wherever it stands. */
import type { ReactNode } from 'react';
import { type Experiment, epsilonOf } from '../../spec/experiment.ts';
import type { FieldKey } from '../../spec/fields.ts';
import { selectedExperiment } from '../../store/selectors.ts';
import { OwnImagesButton } from '../panels/data/OwnImagesButton.tsx';
import { usePage } from '../playground.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { NetworkField } from './NetworkField.tsx';
import { NumberField } from './NumberField.tsx';
import {
  describeActivation,
  describeDropout,
  describeEpsilon,
  describeMomentum,
  describeNorm,
  describePosition,
  describeRepeats,
  describeStatistics,
  describeWeights,
  describeZeroGamma,
} from './remarks.ts';
import { WeightsField } from './WeightsField.tsx';

const CONTROLS: Readonly<Record<FieldKey, (experiment: Experiment) => ReactNode>> = {
  norm: (experiment) => <ChoiceField field="norm" remark={describeNorm(experiment)} />,
  groups: () => <NumberField field="groups" />,
  weights: (experiment) => <WeightsField remark={describeWeights(experiment)} />,
  position: (experiment) => <ChoiceField field="position" remark={describePosition(experiment)} />,
  stats: (experiment) => <ChoiceField field="stats" remark={describeStatistics(experiment)} />,
  momentum: (experiment) => <NumberField field="momentum" remark={describeMomentum(experiment)} />,
  eps: (experiment) => (
    <NumberField field="eps" own={epsilonOf(experiment)} remark={describeEpsilon(experiment)} />
  ),
  batch: () => <NumberField field="batch" />,
  optimizer: () => <ChoiceField field="optimizer" />,
  lr: () => <NumberField field="lr" />,
  schedule: () => <ChoiceField field="schedule" />,
  warmup: () => <NumberField field="warmup" />,
  decay: () => <NumberField field="decay" />,
  epochs: () => <NumberField field="epochs" />,
  images: () => <NumberField field="images" />,
  dropout: (experiment) => <ChoiceField field="dropout" remark={describeDropout(experiment)} />,
  network: () => <NetworkField />,
  activation: (experiment) => <ChoiceField field="activation" remark={describeActivation(experiment)} />,
  init: () => <ChoiceField field="init" />,
  zeroGamma: (experiment) => <ChoiceField field="zeroGamma" remark={describeZeroGamma(experiment)} />,
  seed: () => <NumberField field="seed" />,
  repeats: (experiment) => <NumberField field="repeats" remark={describeRepeats(experiment)} />,
  data: () => <DataField />,
  engine: () => <ChoiceField field="engine" />,
};

interface SettingFieldProps {
  readonly field: FieldKey;
  /** What stands below the control. */
  readonly children?: ReactNode;
}

export function SettingField({ field, children }: SettingFieldProps) {
  const experiment = usePage(selectedExperiment);
  return (
    <div id={idOf(field)} className="setting" data-field={field}>
      {CONTROLS[field](experiment)}
      {children}
    </div>
  );
}

const idOf = (field: FieldKey): string => `setting-${field}`;

/** The focus goes where the setting is now; to what hides it, where that is closed. */
export function focusSetting(field: FieldKey): void {
  const setting = document.getElementById(idOf(field));
  const folded = setting?.closest<HTMLElement>('[hidden]');
  const opener = folded && document.querySelector<HTMLElement>(`[aria-controls="${folded.id}"]`);
  (opener ?? setting?.querySelector<HTMLElement>('select, input'))?.focus();
}

/** Which images to train on: those that come with the page, and the visitor's own. */
function DataField() {
  // The choices are those of the registry, which has them, too.
  usePage((state) => state.sets);
  return (
    <>
      <ChoiceField field="data" />
      <OwnImagesButton words="Your images …" />
    </>
  );
}
