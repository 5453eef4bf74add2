/** What all methods of the comparison have in common: a change here changes all of them. */

import { useEffect, useId, useState } from 'react';
import { flushSync } from 'react-dom';
import { useShallow } from 'zustand/react/shallow';
import { describeSetting, listOf } from '../../spec/describe.ts';
import { hasResidualNorms } from '../../spec/experiment.ts';
import { DEFAULT_EXPERIMENT, FIELDS, type FieldKey } from '../../spec/fields.ts';
import { describeWarmUp } from '../../spec/warmUp.ts';
import { apartFields, engineInUse, selectedExperiment } from '../../store/selectors.ts';
import { Icon } from '../controls/Icon.tsx';
import { RateLine } from '../controls/RateLine.tsx';
import { focusSetting, SettingField } from '../controls/SettingField.tsx';
import { useActions, usePage } from '../playground.ts';
import { remember, remembered } from '../remembered.ts';
import { Menu, type MenuItem } from './Menu.tsx';

const NUMBERS: readonly FieldKey[] = ['batch', 'epochs', 'images', 'lr', 'seed', 'repeats'];
const CHOICES: readonly FieldKey[] = ['optimizer', 'network', 'engine'];
const RATE: readonly FieldKey[] = ['schedule', 'warmup', 'decay'];
const SELDOM: readonly FieldKey[] = [
  ...RATE,
  'position',
  'activation',
  'init',
  'zeroGamma',
  'dropout',
  'data',
];

export function SharedFields() {
  const methods = usePage(({ comparison }) => comparison.length);
  const timings = usePage((state) => engineInUse(state)?.timings);
  const fewUpdates = usePage(({ comparison }) => comparison.map(describeWarmUp).find(Boolean));
  const apart = usePage(useShallow(apartFields));
  const shared = (keys: readonly FieldKey[]) => keys.filter((key) => !apart.includes(key));
  const fields = (keys: readonly FieldKey[]) => shared(keys).map(settingField);
  // Where it could do something, and where a link has set it.
  const zeroes = usePage(({ comparison }) =>
    comparison.some((each) => each.zeroGamma === 'on' || hasResidualNorms(each)),
  );
  const seldom = shared(SELDOM).filter((key) => key !== 'zeroGamma' || zeroes);
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

const settingField = (field: FieldKey) => <SettingField key={field} field={field} />;

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

/**
 * Settings that are seldom changed, folded away. Open where one of them is not at its default, so that nothing unusual
 * is hidden, and once opened by hand at the next visit too; closed, it still names what is unusual.
 */
function MoreSettings({ fields }: { readonly fields: readonly FieldKey[] }) {
  const id = useId();
  const unusual = usePage(({ comparison: [experiment] }) =>
    listOf(
      fields
        .filter((key) => experiment[key] !== DEFAULT_EXPERIMENT[key])
        .map((key) => describeSetting(experiment, key)),
    ),
  );
  const experiment = usePage(selectedExperiment);
  const [open, setOpen] = useState(() => remembered('more-settings') === 'open');
  useEffect(() => {
    if (unusual !== '') setOpen(true);
  }, [unusual]);
  const toggle = (): void => {
    setOpen(!open);
    remember('more-settings', open ? 'closed' : 'open');
  };
  return (
    <div className="more-settings">
      <button type="button" className="quiet" aria-expanded={open} aria-controls={id} onClick={toggle}>
        <Icon name={open ? 'unfolded' : 'folded'} />
        <span>
          More settings
          {!open && unusual !== '' && <span className="unusual">: {unusual}</span>}
        </span>
      </button>
      <div id={id} className="fields" hidden={!open}>
        {fields.filter((field) => RATE.includes(field)).map(settingField)}
        <RateLine experiment={experiment} />
        {fields.filter((field) => !RATE.includes(field)).map(settingField)}
      </div>
    </div>
  );
}
