/** What all methods of the comparison have in common: a change here changes all of them. */
import { flushSync } from 'react-dom';
import { useShallow } from 'zustand/react/shallow';
import { FIELDS, type FieldKey } from '../../spec/fields.ts';
import { describeWarmUp } from '../../spec/warmUp.ts';
import { apartFields, engineInUse } from '../../store/selectors.ts';
import { focusSetting, SettingField } from '../controls/SettingField.tsx';
import { useActions, usePage } from '../playground.ts';
import { Menu, type MenuItem } from './Menu.tsx';
import { MoreSettings } from './MoreSettings.tsx';

const NUMBERS: readonly FieldKey[] = ['batch', 'epochs', 'images', 'lr', 'seed', 'repeats'];
const CHOICES: readonly FieldKey[] = ['optimizer', 'network', 'engine'];
const SELDOM: readonly FieldKey[] = ['dropout', 'data', 'position'];

export function SharedFields() {
  const methods = usePage(({ comparison }) => comparison.length);
  const timings = usePage((state) => engineInUse(state)?.timings);
  const fewUpdates = usePage(({ comparison }) => comparison.map(describeWarmUp).find(Boolean));
  const apart = usePage(useShallow(apartFields));
  const shared = (keys: readonly FieldKey[]) => keys.filter((key) => !apart.includes(key));
  const fields = (keys: readonly FieldKey[]) =>
    shared(keys).map((field) => <SettingField key={field} field={field} />);
  const seldom = shared(SELDOM);
  return (
    <fieldset className="shared">
      <legend>{methods > 1 ? `Shared by all ${methods}` : 'Training'}</legend>
      {methods > 1 && <ApartMenu fields={shared([...NUMBERS, ...CHOICES, ...SELDOM])} />}
      <div className="fields">
        {fields(NUMBERS)}
        {fewUpdates && <p className="remark caution">{fewUpdates}</p>}
        {fields(CHOICES)}
        {timings && <p className="remark">Measured here: {timings}.</p>}
      </div>
      {seldom.length > 0 && <MoreSettings fields={seldom} />}
    </fieldset>
  );
}

/** Which setting may differ from method to method. */
function ApartMenu({ fields }: { readonly fields: readonly FieldKey[] }) {
  const { setApart } = useActions();
  const items = (): MenuItem[] =>
    fields.map((field) => ({
      name: FIELDS[field].label,
      onChoose: () => {
        flushSync(() => setApart(field));
        focusSetting(field);
      },
    }));
  return (
    <div className="apart-menu">
      <Menu label="Set one apart" words="Set one apart" items={items} />
    </div>
  );
}
