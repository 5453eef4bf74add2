/** Ready-made comparisons; 'Your own' once anything was changed. */
import { useId } from 'react';
import { PRESETS } from '../../spec/presets.ts';
import { presetOf } from '../../store/selectors.ts';
import { useActions, usePage } from '../playground.ts';
import { explanationOf, useHelp } from './help.ts';

const OWN = 'own';

export function PresetSelect() {
  const id = useId();
  const { choosePreset } = useActions();
  const help = useHelp();
  const show = () => help.show('preset');
  const chosen = usePage((state) => presetOf(state)?.id ?? OWN);
  return (
    <div className="field preset">
      <label htmlFor={id}>Preset</label>
      <select
        id={id}
        value={chosen}
        aria-describedby={`${id}-help`}
        onChange={(event) => choosePreset(event.target.value)}
        onFocus={show}
        onPointerEnter={show}
      >
        {chosen === OWN && <option value={OWN}>Your own comparison</option>}
        {PRESETS.map((preset) => (
          <option key={preset.id} value={preset.id}>
            {preset.name}
          </option>
        ))}
      </select>
      <span id={`${id}-help`} hidden>
        {explanationOf('preset')}
      </span>
    </div>
  );
}
