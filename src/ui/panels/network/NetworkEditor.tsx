/**
 * The editor of a network: its text, and below it the same as blocks. Both are one text; what is wrong with it is shown
 * at its word, and until it is right the network before is what will be trained.
 */
import { useEffect, useId, useRef, useState } from 'react';
import type { DataSpec } from '../../../spec/dataSpec.ts';
import { describeSetting } from '../../../spec/describe.ts';
import { NETWORK_LIMITS } from '../../../spec/networks/layerPlan.ts';
import { measure } from '../../../spec/networks/measure.ts';
import { misfitOf, mistakeIn, networkText, readNetwork } from '../../../spec/networks/networks.ts';
import { grouped } from '../../../spec/numbers.ts';
import { selectedExperiment } from '../../../store/selectors.ts';
import { useActions, usePage } from '../../playground.ts';
import '../../styles/networkEditor.css';
import { AddButtons } from './AddButtons.tsx';
import { BlockList } from './BlockList.tsx';
import { addBlock } from './edits.ts';
import { change, type History, historyOf, redo, undo } from './history.ts';
import { LayersText } from './LayersText.tsx';

export default function NetworkEditor({ spec }: { readonly spec: DataSpec }) {
  const experiment = usePage(selectedExperiment);
  const { text, set, back, forth, canUndo, canRedo } = useText(experiment.network, spec);
  const [chosen, setChosen] = useState<number>();
  const { steps, weights } = measure(text, spec);
  const mistake = mistakeIn(text, spec);
  const editor = useUndoKeys(back, forth);
  const id = useId();
  const at = chosen !== undefined && chosen < steps.length ? chosen : undefined;
  return (
    <div ref={editor} className="network-editor">
      <LayersText
        text={text}
        steps={steps}
        describedBy={`${id}-problem`}
        onType={(typed) => set(typed, true)}
      />
      <p id={`${id}-problem`} className="problem" aria-live="polite">
        {mistake &&
          `${mistake.found} ${mistake.expected}. ${
            misfitOf(experiment.network, spec)
              ? 'Nothing is trained until that is put right.'
              : `Until that is put right, ${describeSetting(experiment, 'network')} is used.`
          }`}
      </p>
      <BlockList
        {...{ text, steps, chosen: at, experiment, spec }}
        onChoose={setChosen}
        onChange={(changed) => set(changed)}
      />
      <AddButtons
        after={at === undefined ? undefined : steps[at]?.text}
        onAdd={(plan) => {
          const place = at === undefined ? steps.length : at + 1;
          set(addBlock(text, place, plan));
          setChosen(place);
        }}
      />
      <p className="editor-foot">
        <button type="button" disabled={!canUndo} onClick={back}>
          Undo
        </button>
        <button type="button" disabled={!canRedo} onClick={forth}>
          Redo
        </button>
        <span>
          {steps.length} of {NETWORK_LIMITS.layers} layers · {grouped(weights)} weights
        </span>
      </p>
    </div>
  );
}

/** Ctrl+Z and its like within an element: in the text, too, where the browser would go back on its own. */
function useUndoKeys(back: () => void, forth: () => void) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = element;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key !== 'z' && key !== 'y') return;
      event.preventDefault();
      if (key === 'y' || event.shiftKey) forth();
      else back();
    };
    current?.addEventListener('keydown', onKeyDown);
    return () => current?.removeEventListener('keydown', onKeyDown);
  }, [back, forth]);
  return element;
}

/** The text as it is edited, which the experiment follows while it makes sense; and what a preset or link puts there. */
function useText(network: string, spec: DataSpec) {
  const { editField } = useActions();
  const [history, setHistory] = useState<History>(() => historyOf(networkText(network)));
  /** What the text led to last. */
  const [used, setUsed] = useState(network);
  let current = history;
  if (network !== used) {
    current = change(history, networkText(network));
    setHistory(current);
    setUsed(network);
  }
  const go = (next: History): void => {
    setHistory(next);
    const read = readNetwork(next.text, spec);
    if ('mistake' in read) return;
    setUsed(read.network);
    editField('network', read.network);
  };
  return {
    text: current.text,
    canUndo: current.past.length > 0,
    canRedo: current.future.length > 0,
    set: (text: string, typed = false) => go(change(current, text, typed)),
    back: () => go(undo(current)),
    forth: () => go(redo(current)),
  };
}
