/** Accuracies with moving statistics that had not settled, marked as such. */
import type { RunRecord } from '../../../store/run.ts';
import { spread, validation } from './numbers.ts';

const WHY = {
  test: 'Tested with moving statistics, which had not settled. The number above is with statistics recalibrated on training images at the end of the run, and counts; without one, run it again.',
  validation:
    'Validated with moving statistics, which had not settled: it says little about what was learned.',
} as const;

interface RawProps {
  readonly values: readonly (number | undefined)[];
  readonly of: keyof typeof WHY;
}

export function Raw({ values, of }: RawProps) {
  if (values.every((value) => value === undefined)) return null;
  return (
    <span className="raw" title={WHY[of]}>
      raw {spread(values)}
    </span>
  );
}

/** The latest validation of these runs, or '–'. */
export function Validation({ runs }: { readonly runs: readonly RunRecord[] }) {
  const latest = runs.flatMap((run) => validation(run) ?? []);
  const valuesOf = (raw: boolean) => latest.filter((one) => one.raw === raw).map(({ accuracy }) => accuracy);
  const raw = valuesOf(true);
  return (
    <>
      {raw.length < Math.max(1, latest.length) && spread(valuesOf(false))}
      <Raw values={raw} of="validation" />
    </>
  );
}
