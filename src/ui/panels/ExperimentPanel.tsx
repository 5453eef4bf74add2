/** The left side: what will be trained next. The methods that are compared, and what they share. */
import { type FormEvent, useId, useMemo, useState } from 'react';
import { HelpLine } from '../controls/HelpLine.tsx';
import { HelpContext } from '../controls/help.ts';
import { PresetSelect } from '../controls/PresetSelect.tsx';
import { RunButtons } from '../controls/RunButtons.tsx';
import type { Topic } from '../controls/topics.ts';
import { useActions } from '../playground.ts';
import { revealResults } from '../reveal.ts';
import { ComparisonList } from './ComparisonList.tsx';
import { SharedFields } from './SharedFields.tsx';

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
          <SharedFields />
        </form>
        <div className="experiment-foot">
          <HelpLine />
          <RunButtons form={form} />
        </div>
      </section>
    </HelpContext>
  );
}
