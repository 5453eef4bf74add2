/** The bar above the charts: how they show the runs; only what makes a difference to those that are there. */
import { useId, useState } from 'react';
import { linesOf } from '../../curves/lines.ts';
import type { View } from '../../curves/view.ts';
import { Icon } from '../controls/Icon.tsx';
import { useActions, usePage } from '../playground.ts';
import { charted } from './board.ts';

const X_NAMES: Readonly<Record<View['x'], string>> = {
  images: 'Images seen',
  updates: 'Updates',
  epochs: 'Epochs',
  seconds: 'Seconds',
};

const SPLIT_NAMES: Readonly<Record<View['split'], string>> = {
  both: 'Both',
  train: 'Train',
  validation: 'Validation',
};

const SEED_NAMES: Readonly<Record<View['seeds'], string>> = {
  deviation: 'Mean ± SD',
  range: 'Mean, min to max',
  interval: 'Mean, 95 % interval',
  lines: 'A line each',
};

const LAYOUT_NAMES: Readonly<Record<View['layout'], string>> = {
  overlay: 'Overlay',
  panels: 'Panel per batch',
};

export function ChartControls() {
  const { setView, setZoom } = useActions();
  const view = usePage((state) => state.view);
  const zoomed = usePage((state) => state.zoom !== undefined);
  const repeated = usePage((state) =>
    linesOf(charted(state), 'deviation').some((line) => line.runs.length > 1),
  );
  const batches = usePage((state) => new Set(charted(state).map(({ experiment }) => experiment.batch)).size);
  const drawn = usePage(({ runs }) => runs.some(({ points }) => points.length > 0));
  const smoothing = useId();
  // On a phone they would push the charts off the screen.
  const [folded, setFolded] = useState(true);
  return (
    <fieldset className="chart-controls" aria-label="Charts" data-folded={folded || undefined}>
      <button
        type="button"
        className="quiet chart-fold"
        aria-expanded={!folded}
        onClick={() => setFolded(!folded)}
      >
        <Icon name={folded ? 'folded' : 'unfolded'} /> Chart settings
      </button>
      <Choice label="X axis" names={X_NAMES} value={view.x} onChange={(x) => setView({ x })} />
      <Choice label="Show" names={SPLIT_NAMES} value={view.split} onChange={(split) => setView({ split })} />
      {repeated && (
        <Choice
          label="Seeds"
          names={SEED_NAMES}
          value={view.seeds}
          onChange={(seeds) => setView({ seeds })}
        />
      )}
      {batches > 1 && (
        <Choice
          label="Layout"
          names={LAYOUT_NAMES}
          value={view.layout}
          onChange={(layout) => setView({ layout })}
        />
      )}
      {drawn && view.split !== 'validation' && (
        <div className="chart-control">
          <label htmlFor={smoothing}>Smoothing</label>
          <input
            id={smoothing}
            type="range"
            min={0}
            max={1}
            step={0.05}
            value={view.smoothing}
            aria-valuetext={view.smoothing === 0 ? 'off' : `${Math.round(100 * view.smoothing)} %`}
            onChange={(event) => setView({ smoothing: event.target.valueAsNumber })}
          />
        </div>
      )}
      <div className="chart-control chart-last">
        <label className="check">
          <input
            type="checkbox"
            checked={view.y === 'log'}
            onChange={(event) => setView({ y: event.target.checked ? 'log' : 'linear' })}
          />
          Log loss
        </label>
        {zoomed && (
          <button type="button" onClick={() => setZoom(undefined)}>
            Reset zoom
          </button>
        )}
      </div>
    </fieldset>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly names: Readonly<Record<T, string>>;
  readonly value: T;
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>({ label, names, value, onChange }: ChoiceProps<T>) {
  const id = useId();
  const options = Object.keys(names) as T[];
  return (
    <div className="chart-control">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option === event.target.value);
          if (chosen) onChange(chosen);
        }}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {names[option]}
          </option>
        ))}
      </select>
    </div>
  );
}
