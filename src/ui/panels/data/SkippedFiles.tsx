/** Files that were left out, each with its reason. */
import type { Skipped } from '../../../import/refusal.ts';
import { counted } from '../../../spec/numbers.ts';

/** More are counted, not listed. */
const LISTED = 50;

export function SkippedFiles({ skipped }: { readonly skipped: readonly Skipped[] }) {
  if (skipped.length === 0) return null;
  return (
    <details className="skipped">
      <summary>{counted(skipped.length, 'file was', 'files were')} left out</summary>
      <ul>
        {skipped.slice(0, LISTED).map(({ path, reason }) => (
          <li key={path}>
            <code>{path}</code>: {reason}
          </li>
        ))}
        {skipped.length > LISTED && <li>and {skipped.length - LISTED} more</li>}
      </ul>
    </details>
  );
}
