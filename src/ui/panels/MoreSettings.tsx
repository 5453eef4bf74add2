/**
 * Settings that are seldom changed, folded away. Open where one of them is not at its default, so that nothing unusual
 * is hidden, and once opened by hand at the next visit too; closed, it still names what is unusual.
 */
import { useEffect, useId, useState } from 'react';
import { describeSetting, listOf } from '../../spec/describe.ts';
import { DEFAULT_EXPERIMENT, type FieldKey } from '../../spec/fields.ts';
import { Icon } from '../controls/Icon.tsx';
import { SettingField } from '../controls/SettingField.tsx';
import { usePage } from '../playground.ts';
import { remember, remembered } from '../remembered.ts';

export function MoreSettings({ fields }: { readonly fields: readonly FieldKey[] }) {
  const id = useId();
  const unusual = usePage(({ comparison: [experiment] }) =>
    listOf(
      fields
        .filter((key) => experiment[key] !== DEFAULT_EXPERIMENT[key])
        .map((key) => describeSetting(experiment, key)),
    ),
  );
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
        <Icon name={open ? 'unfolded' : 'folded'} /> More settings
        {!open && unusual !== '' && <span className="unusual">: {unusual}</span>}
      </button>
      <div id={id} className="fields" hidden={!open}>
        {fields.map((field) => (
          <SettingField key={field} field={field} />
        ))}
      </div>
    </div>
  );
}
