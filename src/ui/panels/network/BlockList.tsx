/** The network as blocks, one a word: chosen, moved and removed by mouse and by keyboard. */
import { type KeyboardEvent, useRef, useState } from 'react';
import type { DataSpec } from '../../../spec/dataSpec.ts';
import type { Experiment } from '../../../spec/experiment.ts';
import type { Step } from '../../../spec/networks/measure.ts';
import { grouped } from '../../../spec/numbers.ts';
import { describeShape } from '../inside/layers/strip.ts';
import { Block } from './Block.tsx';
import { changeBlock, moveBlock, removeBlock } from './edits.ts';

interface BlockListProps {
  readonly text: string;
  readonly steps: readonly Step[];
  readonly chosen: number | undefined;
  readonly experiment: Experiment;
  readonly spec: DataSpec;
  readonly onChoose: (block: number | undefined) => void;
  readonly onChange: (text: string) => void;
}

export function BlockList({ text, steps, chosen, experiment, spec, onChoose, onChange }: BlockListProps) {
  const list = useRef<HTMLOListElement>(null);
  const [dragged, setDragged] = useState<number>();
  const [over, setOver] = useState<number>();
  const focus = (block: number): void =>
    // Once the list is drawn anew.
    void requestAnimationFrame(() =>
      list.current?.querySelectorAll<HTMLElement>('.block-head')[block]?.focus(),
    );
  const move = (from: number, to: number): void => {
    if (to < 0 || to >= steps.length || from === to) return;
    onChange(moveBlock(text, from, to));
    if (chosen !== undefined) onChoose(to);
    focus(to);
  };
  const remove = (block: number): void => {
    onChange(removeBlock(text, block));
    onChoose(undefined);
    focus(Math.min(block, steps.length - 2));
  };
  const onKeyDown = (event: KeyboardEvent, block: number): void => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by !== undefined && event.altKey) move(block, block + by);
    else if (by !== undefined) focus(Math.max(0, Math.min(steps.length - 1, block + by)));
    else if (event.key === 'Delete' || event.key === 'Backspace') remove(block);
    else return;
    event.preventDefault();
  };
  const release = (): void => {
    setDragged(undefined);
    setOver(undefined);
  };
  /** The block at this height of the window, or the nearest. */
  const placeAt = (y: number): number => {
    const below = [...(list.current?.children ?? [])].findIndex(
      (item) => item.getBoundingClientRect().bottom > y,
    );
    return below === -1 ? steps.length - 1 : below;
  };
  let input: readonly number[] = spec.shape;
  return (
    <>
      <p className="remark">
        Arrow keys go from block to block, with Alt they move it, Delete removes it; or drag it by its left
        edge.
      </p>
      <ol ref={list} className="blocks" aria-label="Blocks of the network">
        {steps.map((step, i) => {
          const reads = input;
          input = step.output;
          return (
            <li key={step.start} className={over === i ? 'over' : undefined}>
              <span
                className="grip"
                aria-hidden="true"
                onPointerDown={(event) => {
                  event.currentTarget.setPointerCapture(event.pointerId);
                  setDragged(i);
                }}
                onPointerMove={(event) => dragged === i && setOver(placeAt(event.clientY))}
                onPointerUp={(event) => {
                  if (dragged === i) move(i, placeAt(event.clientY));
                  release();
                }}
                onPointerCancel={release}
              />
              <Block
                {...{ step, experiment, spec }}
                place={i}
                count={steps.length}
                input={reads}
                isChosen={chosen === i}
                onChoose={() => onChoose(chosen === i ? undefined : i)}
                onKeyDown={(event) => onKeyDown(event, i)}
                onChange={(plan) => onChange(changeBlock(text, i, plan))}
                onMove={(to) => move(i, to)}
                onRemove={() => remove(i)}
              />
            </li>
          );
        })}
      </ol>
      <p className="block-end">
        <b>dense{spec.classes.length}</b> <span>the classes, always last</span>
        <span className="figures">
          {describeShape([spec.classes.length])} · {grouped((size(input) + 1) * spec.classes.length)} weights
        </span>
      </p>
    </>
  );
}

const size = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);
