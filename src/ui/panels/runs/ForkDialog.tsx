/** Under which settings a run goes on as another one, from the weights that are kept of it. */

import { type FormEvent, useId, useRef, useState } from 'react';
import type { Experiment } from '../../../spec/experiment.ts';
import { type ChoiceField, FIELDS } from '../../../spec/fields.ts';
import { normHas } from '../../../spec/norms/norms.ts';
import { counted, grouped } from '../../../spec/numbers.ts';
import { validateField } from '../../../spec/validate.ts';
import type { RunRecord } from '../../../store/run.ts';
import { findRun } from '../../../store/selectors.ts';
import { describeTyped, type NumberKey } from '../../controls/problem.ts';
import { RateLine } from '../../controls/RateLine.tsx';
import { useCommas } from '../../controls/useCommas.ts';
import { useActions, usePage } from '../../playground.ts';
import { Dialog } from '../Dialog.tsx';

interface ForkDialogProps {
  readonly id: string;
  readonly onClose: () => void;
}

type ForkNumber = Extract<NumberKey, 'batch' | 'lr' | 'epochs' | 'warmup' | 'decay' | 'momentum'>;
type Texts = Readonly<Record<ForkNumber, string>>;
type ForkChoice = 'schedule' | 'stats';
type Choices = Pick<Experiment, ForkChoice>;
const CHOICES: { readonly [K in ForkChoice]: ChoiceField<Experiment[K]> } = FIELDS;

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
  const { schedule, stats } = run.experiment;
  const [choices, setChoices] = useState<Choices>({ schedule, stats });
  const [wrong, setWrong] = useState<string>();
  const [starting, setStarting] = useState(false);
  const movesStatistics = normHas(run.experiment.norm, 'stats');
  const changes = { ...changesOf(texts, run.experiment), ...choices };
  const number = (field: ForkNumber) => (
    <ForkNumberField
      field={field}
      text={texts[field]}
      parent={run.experiment[field]}
      onChange={(text) => setTexts({ ...texts, [field]: text })}
    />
  );
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setStarting(true);
    const problem = await fork(run.id, changes);
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
        {number('batch')}
        {number('lr')}
        {number('epochs')}
        <ForkChoiceField
          field="schedule"
          value={choices.schedule}
          onChange={(value) => setChoices({ ...choices, schedule: value })}
        />
        {number('warmup')}
        {number('decay')}
        <div className="wide">
          <RateLine experiment={{ ...run.experiment, ...changes }} from={run.kept?.images ?? 0} />
        </div>
        {movesStatistics && (
          <>
            {number('momentum')}
            <ForkChoiceField
              field="stats"
              value={choices.stats}
              help
              onChange={(value) => setChoices({ ...choices, stats: value })}
            />
          </>
        )}
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
  const input = useRef<HTMLInputElement>(null);
  const commas = useCommas(input, integer);
  const problem = describeTyped(field, text, parent, commas.current > 0);
  const remark = field === 'epochs' ? `In all, of which the run asked for ${parent}.` : undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        ref={input}
        type="number"
        inputMode={integer ? 'numeric' : 'decimal'}
        min={min}
        max={max}
        step={integer ? 1 : 'any'}
        value={text}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-remark`}
        onChange={(event) => {
          if (event.target.value === '') commas.current = 0;
          onChange(event.target.value);
        }}
      />
      <p id={`${id}-remark`} className={problem ? 'problem' : 'remark'}>
        {problem ?? remark}
      </p>
    </div>
  );
}

interface ForkChoiceFieldProps<K extends ForkChoice> {
  readonly field: K;
  readonly value: Experiment[K];
  /** Whether what it means stands below it. */
  readonly help?: boolean;
  readonly onChange: (value: Experiment[K]) => void;
}

function ForkChoiceField<K extends ForkChoice>(props: ForkChoiceFieldProps<K>) {
  const { field, value, help = false, onChange } = props;
  const id = useId();
  const { label, values, names, help: words } = CHOICES[field];
  const choose = (chosen: string): void => {
    const known = values.find((each) => each === chosen);
    if (known) onChange(known);
  };
  return (
    <>
      <div className="field">
        <label htmlFor={id}>{label}</label>
        <select
          id={id}
          value={value}
          aria-describedby={help ? `${id}-help` : undefined}
          onChange={(event) => choose(event.target.value)}
        >
          {values.map((option) => (
            <option key={option} value={option}>
              {names[option]}
            </option>
          ))}
        </select>
      </div>
      {help && (
        <p id={`${id}-help`} className="remark wide">
          {words}
        </p>
      )}
    </>
  );
}

/** The run's own settings; one that has had all its epochs needs one more to go on at all. */
function suggested({ experiment, status }: RunRecord): Texts {
  const more = status.kind === 'finished' ? 1 : 0;
  const { batch, lr, epochs, warmup, decay, momentum } = experiment;
  return {
    ...{ batch: String(batch), lr: String(lr), epochs: String(epochs + more) },
    ...{ warmup: String(warmup), decay: String(decay), momentum: String(momentum) },
  };
}

/** What was typed, read as the form reads it. */
function changesOf(texts: Texts, parent: Experiment): Pick<Experiment, ForkNumber> {
  const read = (field: ForkNumber): number => Number(validateField(field, texts[field], parent[field]).value);
  return {
    ...{ batch: read('batch'), lr: read('lr'), epochs: read('epochs') },
    ...{ warmup: read('warmup'), decay: read('decay'), momentum: read('momentum') },
  };
}

function whereKept({ kept, name }: RunRecord): string {
  if (!kept) return `the weights of ${name}`;
  const { step, images } = kept;
  return `the weights of ${name} at step ${grouped(step)} (${counted(images, 'image')} seen)`;
}
