/** Says the values at a crosshair that the keys moved, once it rests: a held key would say a hundred positions. */
import { useEffect, useState } from 'react';
import type { Metric } from '../../curves/curveRun.ts';
import { latestOf, linesOf } from '../../curves/lines.ts';
import { usePlayground, useThrottled } from '../playground.ts';
import { charted, useBoard } from './board.ts';
import { readingsAt, sayReadings } from './readings.ts';

const REST_MS = 600;

export function LiveReadings() {
  const { store } = usePlayground();
  const board = useBoard();
  const [said, setSaid] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const say = (): void => {
      const { crosshair, drawn } = board.state.getState();
      if (crosshair?.by === 'keys') {
        setSaid(sayReadings(readingsAt(drawn, crosshair), store.getState().view.x));
      }
    };
    const unsubscribe = board.state.subscribe(({ crosshair }, before) => {
      if (crosshair?.x === before.crosshair?.x || crosshair?.by === 'pointer') return;
      clearTimeout(timer);
      if (crosshair) timer = setTimeout(say, REST_MS);
      else setSaid('');
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [board, store]);
  return (
    <p className="visually-hidden" aria-live="polite">
      {said}
    </p>
  );
}

const TEXT_MS = 3000;
const WORD = { acc: 'accuracy', loss: 'loss' } as const;

/** The chart in words, for those who cannot see it: each line's latest values. Not read out unasked. */
export function LatestValues({ metric }: { readonly metric: Metric }) {
  const sentences = useThrottled((state) => {
    const visible = charted(state).filter((run) => run.visible && run.points.length > 0);
    return linesOf(visible, state.view.seeds)
      .map((line) => latestOf(line, metric, WORD[metric]))
      .join('\n');
  }, TEXT_MS);
  return (
    <ul className="visually-hidden" aria-label={`Latest ${WORD[metric]}`}>
      {sentences !== '' && sentences.split('\n').map((sentence) => <li key={sentence}>{sentence}</li>)}
    </ul>
  );
}
