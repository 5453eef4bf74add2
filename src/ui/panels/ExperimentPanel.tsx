/** The left side: what will be trained next. It edits one experiment of the comparison at a time. */
import { type FormEvent, useId, useMemo, useState } from 'react';
import { describeWarmUp } from '../../network/warmUp.ts';
import { engineInUse, selectedExperiment } from '../../store/selectors.ts';
import { ChoiceField } from '../controls/ChoiceField.tsx';
import { HelpLine } from '../controls/HelpLine.tsx';
import { HelpContext } from '../controls/help.ts';
import { NumberField } from '../controls/NumberField.tsx';
import { PresetSelect } from '../controls/PresetSelect.tsx';
import { RunButtons } from '../controls/RunButtons.tsx';
import {
  describeDropout,
  describeGroups,
  describeMomentum,
  describeNorm,
  describeStatistics,
  describeWeights,
  warnOfGroups,
} from '../controls/remarks.ts';
import type { Topic } from '../controls/topics.ts';
import { WeightsField } from '../controls/WeightsField.tsx';
import { useActions, usePage } from '../playground.ts';
import { revealResults } from '../reveal.ts';
import { ComparisonList } from './ComparisonList.tsx';

export function ExperimentPanel() {
  const [topic, show] = useState<Topic>();
  const help = useMemo(() => ({ topic, show }), [topic]);
  const { train } = useActions();
  const form = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    train();
    revealResults();
  };
  return (
    <HelpContext value={help}>
      <section className="card experiment" aria-labelledby="experiment-title">
        <h2 id="experiment-title">Experiment</h2>
        <form id={form} noValidate onSubmit={submit}>
          <PresetSelect />
          <ComparisonList />
          <Settings />
        </form>
        <div className="experiment-foot">
          <HelpLine />
          <RunButtons form={form} />
        </div>
      </section>
    </HelpContext>
  );
}

function Settings() {
  const experiment = usePage(selectedExperiment);
  const timings = usePage((state) => engineInUse(state)?.timings);
  const tooSmall = warnOfGroups(experiment);
  const fewUpdates = describeWarmUp(experiment);
  return (
    <div className="fields">
      <ChoiceField field="norm" wide remark={describeNorm(experiment)} />
      <WeightsField remark={describeWeights(experiment)} />
      <NumberField field="groups" />
      <NumberField field="batch" />
      <div className="remark wide groups-used">
        <p>{describeGroups(experiment)}</p>
        {tooSmall && <p className="caution">{tooSmall}</p>}
      </div>
      <ChoiceField field="optimizer" />
      <NumberField field="lr" />
      <NumberField field="epochs" />
      <NumberField field="images" />
      {fewUpdates && <p className="remark caution wide">{fewUpdates}</p>}
      <NumberField field="seed" />
      <NumberField field="repeats" />
      <ChoiceField field="network" />
      <ChoiceField field="engine" />
      {timings && <p className="remark wide">Measured here: {timings}.</p>}
      <h3 className="wide">More settings</h3>
      <ChoiceField field="dropout" remark={describeDropout(experiment)} />
      <ChoiceField field="data" />
      <ChoiceField field="position" wide />
      <ChoiceField field="stats" wide remark={describeStatistics(experiment)} />
      <NumberField field="momentum" remark={describeMomentum(experiment)} />
    </div>
  );
}
