/**
 * Results that came with a link: an offer to train the same here, and, once that is under way, whether this machine
 * gives the same curves.
 */
import { useShallow } from 'zustand/react/shallow';
import { explainAgreement } from '../../results/agreement.ts';
import {
  agreementOf,
  type Check,
  checksOf,
  describeCheck,
  isChecking,
  unchecked,
} from '../../store/agreement.ts';
import type { RunRecord } from '../../store/run.ts';
import type { PageState } from '../../store/state.ts';
import { useActions, usePage, useThrottled } from '../playground.ts';
import { revealResults } from '../reveal.ts';

const WORDS_MS = 1000;

const fromLink = (state: PageState): RunRecord[] =>
  unchecked(state).filter(({ origin }) => origin === 'link');
const compared = ({ runs }: PageState): Check[] => checksOf(runs).filter(({ own }) => own !== undefined);

export function Checks() {
  const waiting = usePage(useShallow((state) => fromLink(state).map(({ id }) => id)));
  const checking = usePage((state) => compared(state).length > 0);
  if (waiting.length === 0 && !checking) return null;
  return (
    <section className="card checks" aria-label="Results from elsewhere">
      {waiting.length > 0 && <RunHere ids={waiting} />}
      {checking && <CheckList />}
    </section>
  );
}

function RunHere({ ids }: { readonly ids: readonly string[] }) {
  const { rerun } = useActions();
  const engines = usePage((state) => describeEngines(fromLink(state)));
  const run = (): void => {
    for (const id of ids) rerun(id);
    revealResults();
  };
  return (
    <div className="run-here">
      <p>
        <b>{ids.length === 1 ? 'This curve' : `The curves of ${ids.length} runs`} came with the link</b>
        {engines}. Train the same here to see whether this machine agrees.
      </p>
      <button type="button" onClick={run}>
        Run it here
      </button>
    </div>
  );
}

/** ', trained on CPU (WASM relaxed SIMD) · 2 threads' */
function describeEngines(runs: readonly RunRecord[]): string {
  const engines = [...new Set(runs.flatMap(({ engine }) => engine?.description ?? []))];
  return engines.length === 1 ? `, trained on ${engines[0]}` : '';
}

/** One line a result: its name and how far the run here agrees. */
function CheckList() {
  const lines = useThrottled((state) => compared(state).map(describeLine), WORDS_MS);
  return (
    <ul>
      {lines.map(({ id, name, words, explanation, checking }) => (
        <li key={id}>
          <b>{name}</b>, run here: <b>{words}</b>
          {checking ? ' (still training)' : ''}. <span className="remark">{explanation}</span>
        </li>
      ))}
    </ul>
  );
}

interface Line {
  readonly id: string;
  readonly name: string;
  readonly words: string;
  readonly explanation: string;
  readonly checking: boolean;
}

function describeLine(check: Check): Line {
  const agreement = agreementOf(check);
  return {
    id: check.reference.id,
    name: check.reference.name,
    words: describeCheck(check) ?? '',
    explanation: agreement ? explainAgreement(agreement) : '',
    checking: isChecking(check),
  };
}
