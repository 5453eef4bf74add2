/** The explanation of the field that is being looked at, in two lines' room, from which longer ones rise, so that nothing jumps. */
import { FIELDS } from '../../spec/fields.ts';
import { useHelp } from './help.ts';

export function HelpLine() {
  const { field } = useHelp();
  return (
    <div className="help-line" aria-hidden="true">
      <p>
        {field ? (
          <>
            <b>{FIELDS[field].label}.</b> {FIELDS[field].help}{' '}
            <a href={FIELDS[field].reference.url} target="_blank" rel="noreferrer" tabIndex={-1}>
              {FIELDS[field].reference.words}
            </a>
          </>
        ) : (
          'Point at a setting, or move to it with Tab, to read what it does.'
        )}
      </p>
    </div>
  );
}
