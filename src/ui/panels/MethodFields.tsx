/** What the chosen method is: its norm with what only that norm has, its weights, and the settings that were set apart. */
import { flushSync } from 'react-dom';
import { useShallow } from 'zustand/react/shallow';
import { describeGroups, warnOfGroups } from '../../network/groupSizes.ts';
import { labelWithin } from '../../spec/describe.ts';
import type { Experiment } from '../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT, type FieldKey } from '../../spec/fields.ts';
import { NORM_SETTINGS } from '../../spec/norms/description.ts';
import { normHas } from '../../spec/norms/norms.ts';
import { apartFields, selectedExperiment } from '../../store/selectors.ts';
import { focusSetting, SettingField } from '../controls/SettingField.tsx';
import { useActions, usePage } from '../playground.ts';

export function MethodFields() {
  const experiment = usePage(selectedExperiment);
  const apart = usePage(useShallow(apartFields));
  const hasGroups = normHas(experiment.norm, 'groups');
  const tooSmall = warnOfGroups(experiment);
  return (
    <div className="fields method-fields">
      {fieldsOf(experiment).map((field) => (
        <SettingField key={field} field={field} />
      ))}
      {(hasGroups || tooSmall) && (
        <div className="remark">
          {hasGroups && <p>{describeGroups(experiment)}</p>}
          {tooSmall && <p className="caution">{tooSmall}</p>}
        </div>
      )}
      {apart.map((field) => (
        <SettingField key={field} field={field}>
          <ShareButton field={field} />
        </SettingField>
      ))}
    </div>
  );
}

/** Those of other norms are shown where a link has set them, so that nothing unusual is hidden. */
function fieldsOf(experiment: Experiment): FieldKey[] {
  const ofNorm = NORM_SETTINGS.filter(
    (key) =>
      normHas(experiment.norm, key) || (key !== 'groups' && experiment[key] !== DEFAULT_EXPERIMENT[key]),
  );
  return ['norm', 'weights', ...ofNorm];
}

/** Undoes 'Set apart': all take this method's value. */
function ShareButton({ field }: { readonly field: FieldKey }) {
  const { share } = useActions();
  const press = (): void => {
    flushSync(() => share(field));
    focusSetting(field);
  };
  return (
    <button
      type="button"
      className="quiet share"
      aria-label={`Same for all: ${labelWithin(field)}`}
      onClick={press}
    >
      Same for all
    </button>
  );
}
