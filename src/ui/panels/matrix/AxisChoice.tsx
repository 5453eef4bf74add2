/** What an axis of the table varies, and which values are in it. */
import { useId } from 'react';
import { describeValue, labelWithin } from '../../../spec/describe.ts';
import type { Experiment } from '../../../spec/experiment.ts';
import {
  AXIS_SETTINGS,
  type Axis,
  axisLabel,
  cellExperiment,
  type Side,
  valueName,
} from '../../../spec/matrix.ts';
import { selectedExperiment } from '../../../store/selectors.ts';
import { useActions, usePage } from '../../playground.ts';
import { MethodBoxes } from './MethodBoxes.tsx';
import { ValueBoxes } from './ValueBoxes.tsx';

const TITLES: Readonly<Record<Side, string>> = { rows: 'Rows', columns: 'Columns' };

export function AxisChoice({ side }: { readonly side: Side }) {
  const id = useId();
  const { setAxis, toggleValue } = useActions();
  const axis = usePage((state) => state.matrix[side]);
  const base = usePage(selectedExperiment);
  const { setting, values } = axis;
  return (
    <details className="choice">
      <summary>
        <span className="label">{TITLES[side]}</span> {describeAxis(axis, base)}
      </summary>
      <div className="choice-box">
        <p className="axis-setting">
          <label htmlFor={id}>{TITLES[side]} vary</label>
          <select
            id={id}
            value={setting}
            onChange={({ target: { value } }) => {
              const chosen = AXIS_SETTINGS.find((each) => each === value);
              if (chosen) setAxis(side, chosen);
            }}
          >
            {AXIS_SETTINGS.map((each) => (
              <option key={each} value={each}>
                {each === 'method' ? 'Norm and weights' : axisLabel(each)}
              </option>
            ))}
          </select>
        </p>
        {setting === 'method' ? (
          <MethodBoxes side={side} axis={axis} />
        ) : (
          <ValueBoxes
            key={setting}
            setting={setting}
            values={values}
            what={side}
            fewest={1}
            onToggle={(value) => toggleValue(side, value)}
          />
        )}
      </div>
    </details>
  );
}

/** 'BN, GN(32)+WS'; 'batch 2, 64, 128' */
function describeAxis({ setting, values }: Axis, base: Experiment): string {
  const cells = values.map((value) => cellExperiment(base, value));
  if (setting === 'method') return cells.map((cell) => valueName(setting, cell)).join(', ');
  const what = setting === 'batch' ? 'batch' : labelWithin(setting);
  return `${what} ${cells.map((cell) => describeValue(cell, setting)).join(', ')}`;
}
