/** Under which settings a run goes on as another one, from the weights that are kept of it. */

import { type FormEvent, useId, useState } from 'react';
import type { Experiment } from '../../../spec/experiment.ts';
import { FIELDS } from '../../../spec/fields.ts';
import { normHas } from '../../../spec/norms/norms.ts';
import { grouped } from '../../../spec/numbers.ts';
import { validateField } from '../../../spec/validate.ts';
import type { RunRecord } from '../../../store/run.ts';
import { findRun } from '../../../store/selectors.ts';
import { describeTyped, type NumberKey } from '../../controls/problem.ts';
import { useActions, usePage } from '../../playground.ts';
import { Dialog } from '../Dialog.tsx';

interface ForkDialogProps {
  readonly id: string;
  readonly onClose: () => void;
}

const NUMBERS = ['batch', 'lr', 'epochs', 'momentum'] as const satisfies readonly NumberKey[];
type ForkNumber = (typeof NUMBERS)[number];
type Texts = Readonly<Record<ForkNumber, string>>;
type Statistics = Experiment['stats'];

export function ForkDialog({ id, onClose }: ForkDialogProps) {
  const run = usePage((state) => findRun(state, id));
  return (
    <Dialog title={`Fork ${run?.name ?? ''}`} onClose={onClose}>
      {(close) => run && <ForkForm run={run} close={close} />}
    </Dialog>
  );
}

function ForkForm({ run, close }: { readonly run: RunRecord; readonly close: () => void }) {
  const { fork } = useActions();
  const [texts, setTexts] = useState<Texts>(() => suggested(run));
  const [stats, setStats] = useState<Statistics>(run.experiment.stats);
  const [wrong, setWrong] = useState<string>();
  const [starting, setStarting] = useState(false);
  const movesStatistics = normHas(run.experiment.norm, 'stats');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setStarting(true);
    const problem = await fork(run.id, { ...changesOf(texts, run.experiment), stats });
    setStarting(false);
    setWrong(problem);
    if (problem === undefined) close();
  };
  return (
    <form noValidate onSubmit={submit}>
      <p>
        It goes on from {whereKept(run)} as a run of its own, under these settings. Its curve shows what both
        have in common, then its own branch.
      </p>
      <div className="fork-fields">
        {NUMBERS.filter((field) => field !== 'momentum' || movesStatistics).map((field) => (
          <ForkNumberField
            key={field}
            field={field}
            text={texts[field]}
            parent={run.experiment[field]}
            onChange={(text) => setTexts({ ...texts, [field]: text })}
          />
        ))}
        {movesStatistics && <StatisticsField value={stats} onChange={setStats} />}
      </div>
      {wrong !== undefined && (
        <p role="alert" className="problem">
          {wrong}
        </p>
      )}
      <div className="dialog-buttons">
        <button type="button" onClick={close}>
          Cancel
        </button>
        <button type="submit" className="primary" disabled={starting}>
          Fork
        </button>
      </div>
    </form>
  );
}

interface ForkNumberFieldProps {
  readonly field: ForkNumber;
  readonly text: string;
  /** The value in the run that is forked. */
  readonly parent: number;
  readonly onChange: (text: string) => void;
}

function ForkNumberField({ field, text, parent, onChange }: ForkNumberFieldProps) {
  const id = useId();
  const { label, min, max, integer } = FIELDS[field];
  const problem = describeTyped(field, text, parent);
  const remark = field === 'epochs' ? `In all, of which the run asked for ${parent}.` : undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        inputMode={integer ? 'numeric' : 'decimal'}
        min={min}
        max={max}
        step={integer ? 1 : 'any'}
        value={text}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-remark`}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-remark`} className={problem ? 'problem' : 'remark'}>
        {problem ?? remark}
      </p>
    </div>
  );
}

interface StatisticsFieldProps {
  readonly value: Statistics;
  readonly onChange: (value: Statistics) => void;
}

/** Only of a norm that keeps moving ones. */
function StatisticsField({ value, onChange }: StatisticsFieldProps) {
  const id = useId();
  const { label, values, names, help } = FIELDS.stats;
  const choose = (chosen: string): void => {
    const known = values.find((each) => each === chosen);
    if (known) onChange(known);
  };
  return (
    <div className="field wide">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        aria-describedby={`${id}-help`}
        onChange={(event) => choose(event.target.value)}
      >
        {values.map((option) => (
          <option key={option} value={option}>
            {names[option]}
          </option>
        ))}
      </select>
      <p id={`${id}-help`} className="remark">
        {help}
      </p>
    </div>
  );
}

/** The run's own settings; one that has had all its epochs needs one more to go on at all. */
function suggested({ experiment, status }: RunRecord): Texts {
  const more = status.kind === 'finished' ? 1 : 0;
  return {
    batch: String(experiment.batch),
    lr: String(experiment.lr),
    epochs: String(experiment.epochs + more),
    momentum: String(experiment.momentum),
  };
}

/** What was typed, read as the form reads it. */
function changesOf(texts: Texts, parent: Experiment): Partial<Experiment> {
  const read = (field: ForkNumber): number => Number(validateField(field, texts[field], parent[field]).value);
  return { batch: read('batch'), lr: read('lr'), epochs: read('epochs'), momentum: read('momentum') };
}

function whereKept({ kept, name }: RunRecord): string {
  if (!kept) return `the weights of ${name}`;
  const { step, images } = kept;
  return `the weights of ${name} at step ${grouped(step)} (${grouped(images)} images seen)`;
}
