/** Beside the accuracy that counts: the one with moving statistics that had not settled, marked as such. */
import { spread } from './numbers.ts';

const WHY =
  "Tested with batch norm's moving statistics, which had not settled. The number above is with statistics recalibrated on training images at the end of the run, and counts; without one, run it again.";

export function Raw({ values }: { readonly values: readonly (number | undefined)[] }) {
  if (values.every((value) => value === undefined)) return null;
  return (
    <span className="raw" title={WHY}>
      raw {spread(values)}
    </span>
  );
}
