/**
 * One run's side of a view: which run, at what point of its training, how far the answer is or why there is none, and
 * what the view makes of the answer.
 */

import { type ReactNode, useEffect, useId, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { counted, grouped } from '../../../spec/numbers.ts';
import type { Asked } from '../../../store/asked.ts';
import { isActive } from '../../../store/run.ts';
import { findRun } from '../../../store/selectors.ts';
import type { RunId } from '../../../worker/protocol.ts';
import { LineSample } from '../../charts/LineSample.tsx';
import { useActions, usePage } from '../../playground.ts';

interface SideProps {
  readonly run: RunId;
  /** The question that this side waits for, as useAnswer gives it. */
  readonly asked: Asked | undefined;
  /** Asked again and again: while a newer answer is on its way, the latest one simply stays. */
  readonly live?: boolean;
  /** Before the run's name, where other regions have that too: 'Score of'. */
  readonly label?: string;
  readonly children?: ReactNode;
}

export function Side({ run, asked, live = false, label, children }: SideProps) {
  const heading = useId();
  const { name, colour } = usePage(
    useShallow((state) => {
      const record = findRun(state, run);
      return { name: record?.name ?? '', colour: record?.colour ?? 0 };
    }),
  );
  return (
    <section
      className="side"
      aria-labelledby={label === undefined ? heading : undefined}
      aria-label={label === undefined ? undefined : `${label} ${name}`}
    >
      <h3 id={heading} className="side-name">
        <LineSample colour={colour} split="train" /> <span>{name}</span>
      </h3>
      <Standing asked={asked} />
      <Wait asked={asked} live={live} what={name} />
      {asked?.status.kind === 'unanswered' && <WhyNot run={run} why={asked.status.why} />}
      {children}
    </section>
  );
}

/** The point of training that the answer is about. */
export function Standing({ asked }: Pick<SideProps, 'asked'>) {
  const answer = asked?.answer;
  if (!answer) return null;
  const { step, images } = answer;
  return (
    <p className="side-at">
      {step === 0
        ? 'before its first update'
        : `after ${counted(step, 'update')}, ${counted(images, 'image')}`}
    </p>
  );
}

/** Shorter waits show nothing. */
const PATIENCE_MS = 500;

/** A bar from half a second on; its room is always kept, so that nothing jumps. */
export function Wait({ asked, live, what }: Pick<SideProps, 'asked' | 'live'> & { readonly what: string }) {
  const status = asked?.status;
  const open = status?.kind === 'waiting' || status?.kind === 'answering';
  const waits = open && !(live && asked?.answer);
  const long = useAfter(PATIENCE_MS, waits);
  if (!waits || !long) return <div className="side-wait" />;
  const { done, total } = status.kind === 'answering' ? status : { done: 0, total: 0 };
  return (
    <div className="side-wait">
      <progress aria-label={`Looking into ${what}`} {...(total > 0 && { max: total, value: done })} />
      <span>{total > 0 ? `${grouped(done)} of ${grouped(total)}` : 'Waiting for the run to answer …'}</span>
    </div>
  );
}

/** Whether `on` has held for `ms` milliseconds. */
function useAfter(ms: number, on: boolean): boolean {
  const [after, setAfter] = useState(false);
  useEffect(() => {
    if (!on) return;
    const timer = setTimeout(() => setAfter(true), ms);
    return () => {
      clearTimeout(timer);
      setAfter(false);
    };
  }, [ms, on]);
  return after;
}

/** Why there is no answer; a run whose weights are nowhere can be trained here. */
export function WhyNot({ run, why }: { readonly run: RunId; readonly why: string }) {
  const { rerun } = useActions();
  const offer = usePage((state) => {
    const record = findRun(state, run);
    if (!record || isActive(record) || record.kept) return undefined;
    return record.origin === 'here' ? 'Train again' : 'Run here';
  });
  return (
    <div className="side-why">
      <p>{why}</p>
      {offer && (
        <button type="button" onClick={() => rerun(run)}>
          {offer}
        </button>
      )}
    </div>
  );
}
