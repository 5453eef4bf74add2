/** Which view is open: radio buttons, so that one stop of the Tab key and the arrows reach all. */
import { useId } from 'react';
import type { InsideView } from '../../../store/state.ts';
import { useActions } from '../../playground.ts';
import { VIEWS } from './views.ts';

export function ViewChoice({ chosen }: { readonly chosen: InsideView }) {
  const name = useId();
  const { setInside } = useActions();
  return (
    <div role="radiogroup" aria-label="View" className="inside-views">
      {VIEWS.map(({ view, name: words }) => (
        <label key={view}>
          <input type="radio" name={name} checked={view === chosen} onChange={() => setInside({ view })} />
          <span>{words}</span>
        </label>
      ))}
    </div>
  );
}
