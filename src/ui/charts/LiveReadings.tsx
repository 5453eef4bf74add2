/** Says the values at a crosshair that the keys moved, once it rests: a held key would say a hundred positions. */
import { useEffect, useState } from 'react';
import { usePlayground } from '../playground.ts';
import { useBoard } from './board.ts';
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
      const { acc, loss } = drawn;
      if (crosshair?.by === 'keys' && acc && loss) {
        setSaid(sayReadings(readingsAt({ acc, loss }, crosshair), store.getState().view.x));
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
